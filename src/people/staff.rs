//! Who else may do what: colleagues, their roles, and the invitations by which they come.

use std::time::Duration;

use crate::{
    connect::ports::{AuditEntry, Joined, Kept, NewInvitation, RoleChange, StaffChange, StoreError},
    domain::{
        actor::{Actor, Role},
        ids::{InvitationId, UserId},
        secret::Secret,
        staff::{Colleague, Invitation},
    },
};

use super::{
    People, PeopleError,
    email::Email,
    password::Password,
    sign_in::{Device, SignIn, new_token, token_hash},
};

/// How long an invitation lives.
pub const INVITATION_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The most invitations of an organization that are out at once.
pub const MAX_INVITATIONS: u32 = 100;

/// Why the staff stayed what it was.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The person who asks may not do this, or it is about themselves.
    #[error("this role does not allow it")]
    Forbidden,
    /// There is nobody of this id in the organization, or no such invitation.
    #[error("there is no such person or invitation")]
    Unknown,
    /// Their role was changed by somebody else in between.
    #[error("somebody else has changed this meanwhile")]
    Outdated,
    /// Somebody has to be the owner.
    #[error("the only owner stays")]
    LastOwner,
    /// A colleague signs in with this address.
    #[error("this address is a colleague's")]
    AlreadyHere,
    /// [`MAX_INVITATIONS`] are out.
    #[error("{MAX_INVITATIONS} invitations are out")]
    TooMany,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] PeopleError),
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Why somebody did not join.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The link is used, called back, over or wrong.
    #[error("this invitation is not valid")]
    BadLink,
    /// The password cannot be taken.
    #[error("the password cannot be taken")]
    BadPassword,
    /// Somebody signs in with this address already.
    #[error("the address is taken")]
    EmailTaken,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] PeopleError),
}

impl From<StoreError> for JoinError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl People {
    /// Everybody of the actor's organization who was made here, and the invitations that are out: for administrators.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`] and [`StaffError::Failed`]
    pub async fn staff(&self, actor: &Actor) -> Result<(Vec<Colleague>, Vec<Invitation>), StaffError> {
        if !actor.is_admin() {
            return Err(StaffError::Forbidden);
        }
        let colleagues = self.store.colleagues(actor.organization).await?;
        Ok((colleagues, self.store.invitations(actor.organization, self.clock.now()).await?))
    }

    /// Makes an invitation in place of an earlier one for the same address; its token, which is told this once, is good
    /// for [`INVITATION_LIFE`].
    ///
    /// # Errors
    /// [`StaffError`]
    pub async fn invite(&self, actor: &Actor, email: &Email, role: Role) -> Result<Secret, StaffError> {
        if !actor.role.may_give(role) {
            return Err(StaffError::Forbidden);
        }
        let (token, hash) = new_token(&*self.random);
        let now = self.clock.now();
        let invitation = NewInvitation {
            id: InvitationId(self.random.uuid()),
            organization: actor.organization,
            email: email.as_str().to_owned(),
            role,
            token_hash: hash,
            invited_by: actor.user,
            now,
            expires_at: now.plus(INVITATION_LIFE),
        };
        let entry = self.line(actor, invites(role), email.as_str());
        match self.store.keep_invitation(&invitation, MAX_INVITATIONS, &entry).await? {
            Kept::Done => Ok(token),
            Kept::AlreadyHere => Err(StaffError::AlreadyHere),
            Kept::TooMany => Err(StaffError::TooMany),
        }
    }

    /// Calls an invitation back.
    ///
    /// # Errors
    /// [`StaffError`]
    pub async fn revoke_invitation(&self, actor: &Actor, id: InvitationId) -> Result<(), StaffError> {
        let (_, invitations) = self.staff(actor).await?;
        let found = invitations.into_iter().find(|known| known.id == id).ok_or(StaffError::Unknown)?;
        if !actor.role.may_give(found.role) {
            return Err(StaffError::Forbidden);
        }
        let entry = self.line(actor, "revoke_invitation", &found.email);
        let revoked = self.store.revoke_invitation(actor.organization, id, &entry).await?;
        if revoked { Ok(()) } else { Err(StaffError::Unknown) }
    }

    /// A colleague whose role the actor may change: not themselves, and not above them.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`], [`StaffError::Unknown`] and [`StaffError::Failed`]
    pub async fn colleague(&self, actor: &Actor, user: UserId) -> Result<Colleague, StaffError> {
        let (colleagues, _) = self.staff(actor).await?;
        let found = colleagues.into_iter().find(|known| known.user == user).ok_or(StaffError::Unknown)?;
        let may = found.user != actor.user && actor.role.may_give(found.role);
        if may { Ok(found) } else { Err(StaffError::Forbidden) }
    }

    /// Gives a colleague another role, or removes them: then all their sign-ins end. The caller makes open pages look
    /// who they are. Returns the colleague as they were.
    ///
    /// # Errors
    /// [`StaffError`]
    pub async fn change_role(&self, actor: &Actor, user: UserId, to: Option<Role>) -> Result<Colleague, StaffError> {
        let found = self.colleague(actor, user).await?;
        if to.is_some_and(|role| !actor.role.may_give(role)) {
            return Err(StaffError::Forbidden);
        }
        if to == Some(found.role) {
            return Ok(found);
        }
        let change = RoleChange { organization: actor.organization, user, from: found.role, to };
        let entry = self.line(actor, to.map_or("remove_person", makes), &found.email);
        match self.store.change_role(change, &entry).await? {
            StaffChange::Done => Ok(found),
            StaffChange::Outdated => Err(StaffError::Outdated),
            StaffChange::LastOwner => Err(StaffError::LastOwner),
        }
    }

    /// The invitation behind a link; `None` if the link is used, called back, over or wrong, or if who made it may not
    /// invite any more.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn invitation(&self, token: &Secret) -> Result<Option<Invitation>, PeopleError> {
        let Some(hash) = token_hash(token) else { return Ok(None) };
        let Some(found) = self.store.invitation(hash, self.clock.now()).await? else { return Ok(None) };
        let host = self.store.person(found.invited_by).await?;
        let may = host.is_some_and(|host| host.organization == found.organization && host.role.may_give(found.role));
        Ok(Some(found).filter(|_| may))
    }

    /// Makes a person of who came with a link, and signs them in.
    ///
    /// # Errors
    /// [`JoinError`]; a bad password leaves the link alive.
    pub async fn join(&self, token: &Secret, password: &Secret, device: Device) -> Result<SignIn, JoinError> {
        let hash = token_hash(token).ok_or(JoinError::BadLink)?;
        // before the work of hashing: whoever has no link is to cost nothing
        let found = self.invitation(token).await?.ok_or(JoinError::BadLink)?;
        let password = Password::parse(password.expose()).map_err(|_| JoinError::BadPassword)?;
        let password = self.passwords.hash(&password, &*self.random).await.map_err(PeopleError::from)?;
        let user = UserId(self.random.uuid());
        let entry = AuditEntry {
            at: self.clock.now(),
            organization: found.organization,
            actor: Some(user),
            address: device.address,
            action: "join",
            session: None,
            detail: found.email,
        };
        match self.store.join(hash, user, &password, &entry).await? {
            Joined::Done => Ok(self.begin(user, None, device).await?),
            Joined::Unknown => Err(JoinError::BadLink),
            Joined::EmailTaken => Err(JoinError::EmailTaken),
        }
    }

    fn line(&self, actor: &Actor, action: &'static str, email: &str) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            organization: actor.organization,
            actor: Some(actor.user),
            address: actor.address,
            action,
            session: None,
            detail: email.to_owned(),
        }
    }
}

fn invites(role: Role) -> &'static str {
    match role {
        Role::Owner => "invite_owner",
        Role::Admin => "invite_admin",
        Role::Member => "invite_member",
    }
}

fn makes(role: Role) -> &'static str {
    match role {
        Role::Owner => "make_owner",
        Role::Admin => "make_admin",
        Role::Member => "make_member",
    }
}
