//! What the person with the phone does with a link.

use std::{net::IpAddr, time::Duration};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    connect::{
        Ask, Connect, ConnectError, Phase,
        ports::{AuditEntry, GuestNews, Session},
    },
    domain::{
        guest::{GuestLink, GuestState},
        ids::{AttemptId, OrganizationId},
        secret::Secret,
        state::SessionState,
        time::Timestamp,
    },
    people::{
        People, PeopleError,
        sign_in::{new_token, token_hash},
    },
};

use super::{GuestError, GuestView};

/// Until an attempt is seen it is on its way.
const UNDER_WAY: Duration = Duration::from_secs(45);

impl People {
    /// Binds a link to the browser that comes with its token first, and begins to connect. The browser's own token comes
    /// back; it is good until the link ends.
    ///
    /// # Errors
    /// [`GuestError::Unknown`] for every link that opens nothing, whatever the reason; [`GuestError::TooOften`]
    pub async fn open_guest_link(
        &self,
        connect: &Connect,
        token: &Secret,
        address: Option<IpAddr>,
    ) -> Result<(Secret, GuestLink), GuestError> {
        let (now, hash) = (self.clock.now(), token_hash(token));
        let name: String = Sha256::digest(token.expose()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.guests.charge(&name, address, now).map_err(GuestError::TooOften)?;
        let hash = hash.ok_or(GuestError::Unknown)?;
        let (browser, browser_hash) = new_token(&*self.random);
        let entry = AuditEntry {
            at: now,
            // the store puts the link's in
            organization: OrganizationId(Uuid::nil()),
            actor: None,
            address,
            action: "open_guest_link",
            session: None,
            detail: String::new(),
        };
        let taken = self.store.take_guest_link(hash, browser_hash, &entry).await?.ok_or(GuestError::Unknown)?;
        self.guests.forgive(&name, address);
        self.begin_for_guest(connect, &taken, taken.attempt).await?;
        Ok((browser, taken))
    }

    /// The link that a browser is bound to.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn guest(&self, browser: &Secret) -> Result<Option<GuestLink>, PeopleError> {
        let Some(hash) = token_hash(browser) else { return Ok(None) };
        Ok(self.store.guest(hash).await?)
    }

    /// «Новый код»: another attempt of a guest whose link is open and whose phone is not linked.
    ///
    /// # Errors
    /// [`GuestError`]
    pub async fn guest_again(&self, connect: &Connect, link: &GuestLink) -> Result<(), GuestError> {
        let now = self.clock.now();
        let rests = link.tried_at.is_none_or(|at| now.since(at) >= UNDER_WAY) || link.failed_at.is_some();
        let over =
            matches!(&self.guest_view(connect, link).await?, GuestView::Session(session) if is_over(session, now));
        if !link.is_open(now) || !(rests || over) {
            return Ok(());
        }
        self.begin_for_guest(connect, link, AttemptId(self.random.uuid())).await
    }

    /// What the guest is shown now: their own attempt and nothing else. Asking keeps the attempt from being abandoned.
    ///
    /// # Errors
    /// [`GuestError::Connect`] and [`GuestError::Failed`]
    pub async fn guest_view(&self, connect: &Connect, link: &GuestLink) -> Result<GuestView, GuestError> {
        let now = self.clock.now();
        match link.state(now) {
            GuestState::Connected => return Ok(GuestView::Connected),
            GuestState::Revoked => return Ok(GuestView::Revoked),
            GuestState::Expired => {
                self.end_late(connect, link).await;
                return Ok(GuestView::Expired);
            }
            GuestState::Waiting | GuestState::Taken => {}
        }
        // whoever made it may have lost their rights since
        let Some(host) = self.host(link).await? else { return Ok(GuestView::Revoked) };
        if link.failed_at.is_some() {
            return Ok(GuestView::Trouble);
        }
        let Some(session) = own_session(connect, link).await? else {
            let late = link.tried_at.is_none_or(|at| now.since(at) >= UNDER_WAY);
            return Ok(if late { GuestView::Trouble } else { GuestView::Preparing });
        };
        let session = connect.status_of(&host, session, Ask { force: false, dialog: true }).await?;
        if session.live.lifecycle.shown(now) == SessionState::Connected {
            let entry =
                AuditEntry { detail: session.name, ..self.guest_line(&host, "guest_connected", Some(session.id)) };
            let entry = AuditEntry { actor: None, address: None, ..entry };
            self.store.guest_connected(link.id, &entry).await?;
            return Ok(GuestView::Connected);
        }
        Ok(GuestView::Session(Box::new(session)))
    }

    /// Begins an attempt beside the answer: it may take as long as the platform does.
    async fn begin_for_guest(&self, connect: &Connect, link: &GuestLink, attempt: AttemptId) -> Result<(), GuestError> {
        let host = self.host(link).await?.ok_or(GuestError::Unknown)?;
        self.store.note_guest(link.id, GuestNews::Tries(attempt, self.clock.now())).await?;
        let (store, clock, connect, link) = (self.store.clone(), self.clock.clone(), connect.clone(), link.clone());
        tokio::spawn(async move {
            let begun = match link.session {
                Some(id) => connect.reconnect(&host, id, attempt).await,
                None => connect.add(&host, attempt).await,
            };
            let news = match begun {
                Ok(made) => GuestNews::Session(attempt, made.integration_id),
                // called back meanwhile, which the link itself says
                Err(ConnectError::Cancelled) => return,
                Err(error) => {
                    tracing::warn!(%error, link = %link.id, "what a guest asked for could not be begun");
                    GuestNews::Failed(attempt, clock.now())
                }
            };
            if let Err(error) = store.note_guest(link.id, news).await {
                tracing::warn!(%error, link = %link.id, "what became of a guest's attempt could not be noted");
            }
        });
        Ok(())
    }

    /// A code that is out must not outlive the link.
    async fn end_late(&self, connect: &Connect, link: &GuestLink) {
        let ended = async {
            let Some(host) = self.host(link).await? else { return Ok(()) };
            if connect.of_attempt(link.organization, link.attempt).await?.is_some() {
                connect.cancel(&host, link.attempt, link.session).await?;
            }
            Ok::<_, GuestError>(())
        };
        if let Err(error) = ended.await {
            tracing::warn!(%error, link = %link.id, "the attempt of a link that is over could not be ended");
        }
    }
}

/// The session of the link's attempt: known, or found by the attempt while its beginning is under way.
async fn own_session(connect: &Connect, link: &GuestLink) -> Result<Option<Session>, ConnectError> {
    if let Some(id) = link.session {
        return connect.find(link.organization, id).await;
    }
    connect.of_attempt(link.organization, link.attempt).await
}

/// Whether only another attempt leads on.
fn is_over(session: &Session, now: Timestamp) -> bool {
    matches!(Phase::of(session, now), Phase::Over(_))
}
