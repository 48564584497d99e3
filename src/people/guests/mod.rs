//! The link for the person with the phone. Everything is done in the name of the administrator who made it, and only as
//! long as they are one.

mod visit;

use std::time::Duration;

use crate::{
    connect::{
        Connect, ConnectError,
        ports::{AuditEntry, NewGuestLink, Session, StoreError},
    },
    domain::{
        actor::Actor,
        guest::GuestLink,
        ids::{AttemptId, GuestLinkId, IntegrationId},
        secret::Secret,
        time::Timestamp,
    },
};

use super::{People, PeopleError, sign_in::new_token};

/// How long a link lives unless it is told.
pub const GUEST_LIFE: Duration = Duration::from_secs(30 * 60);
/// The lives to choose from.
pub const GUEST_LIVES: [Duration; 4] =
    [Duration::from_secs(10 * 60), GUEST_LIFE, Duration::from_secs(2 * 60 * 60), Duration::from_secs(24 * 60 * 60)];
/// The most open links of an organization.
pub const MAX_GUEST_LINKS: u32 = 20;
/// Links that ended are shown for so long.
const SHOWN: i64 = 24 * 60 * 60 * 1_000;
/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum GuestError {
    /// Only administrators make links.
    #[error("only administrators may do this")]
    Forbidden,
    /// There is no such session or link, or it is over.
    #[error("there is no such session or link, or it is over")]
    Unknown,
    /// [`MAX_GUEST_LINKS`] are open.
    #[error("{MAX_GUEST_LINKS} links are open")]
    TooMany,
    /// Too many wrong links from this address.
    #[error("too many wrong links, wait {0:?}")]
    TooOften(Duration),
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] PeopleError),
    /// The sessions could not be asked.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

impl From<StoreError> for GuestError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// What the guest is shown.
#[derive(Clone, Debug)]
pub enum GuestView {
    /// The attempt is on its way.
    Preparing,
    /// The attempt could not be begun.
    Trouble,
    /// The attempt, as its session stands.
    Session(Box<Session>),
    /// The phone is linked.
    Connected,
    /// An administrator called the link back.
    Revoked,
    /// The link's time is over.
    Expired,
}

impl People {
    /// Makes a link that connects a new WhatsApp, or brings `session` back; its token is told this once.
    ///
    /// # Errors
    /// [`GuestError`]
    pub async fn make_guest_link(
        &self,
        connect: &Connect,
        actor: &Actor,
        session: Option<IntegrationId>,
        life: Duration,
    ) -> Result<Secret, GuestError> {
        if !actor.is_admin() {
            return Err(GuestError::Forbidden);
        }
        let name = match session {
            Some(id) => connect.find(actor.organization, id).await?.ok_or(GuestError::Unknown)?.name,
            None => String::new(),
        };
        let (token, token_hash) = new_token(&*self.random);
        let now = self.clock.now();
        let link = NewGuestLink {
            id: GuestLinkId(self.random.uuid()),
            organization: actor.organization,
            token_hash,
            made_by: actor.user,
            session,
            attempt: AttemptId(self.random.uuid()),
            now,
            expires_at: now.plus(life),
        };
        let entry = AuditEntry { detail: name, ..self.guest_line(actor, "make_guest_link", session) };
        let kept = self.store.keep_guest_link(&link, MAX_GUEST_LINKS, &entry).await?;
        if kept { Ok(token) } else { Err(GuestError::TooMany) }
    }

    /// The links of the actor's organization that are open or ended within a day.
    ///
    /// # Errors
    /// [`GuestError::Forbidden`] and [`GuestError::Failed`]
    pub async fn guest_links(&self, actor: &Actor) -> Result<Vec<GuestLink>, GuestError> {
        if !actor.is_admin() {
            return Err(GuestError::Forbidden);
        }
        Ok(self.store.guest_links(actor.organization, Timestamp(self.clock.now().0 - SHOWN)).await?)
    }

    /// Calls a link back: whoever has it open sees that at once, and what they began is taken back.
    ///
    /// # Errors
    /// [`GuestError`]
    pub async fn revoke_guest_link(&self, connect: &Connect, actor: &Actor, id: GuestLinkId) -> Result<(), GuestError> {
        if !actor.is_admin() {
            return Err(GuestError::Forbidden);
        }
        let entry = self.guest_line(actor, "revoke_guest_link", None);
        let link = self.store.revoke_guest_link(actor.organization, id, &entry).await?.ok_or(GuestError::Unknown)?;
        if link.tried_at.is_some() {
            // an attempt is its beginner's to cancel, and this one was begun in the name of who made the link
            let beginner = Actor { user: link.made_by, ..actor.clone() };
            connect.cancel(&beginner, link.attempt, link.session).await?;
        }
        Ok(())
    }

    /// Who made the link, if they are an administrator of its organization still.
    async fn host(&self, link: &GuestLink) -> Result<Option<Actor>, PeopleError> {
        let host = self.store.person(link.made_by).await?;
        Ok(host.filter(|host| host.is_admin() && host.organization == link.organization))
    }

    fn guest_line(&self, actor: &Actor, action: &'static str, session: Option<IntegrationId>) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            organization: actor.organization,
            actor: Some(actor.user),
            address: actor.address,
            action,
            session,
            detail: String::new(),
        }
    }
}
