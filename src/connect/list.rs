//! The persisted sessions, from the database alone, and their statuses asked for side by side.

use futures_util::{StreamExt, stream};

use crate::domain::{
    actor::Actor,
    ids::{AttemptId, IntegrationId, OrganizationId},
    time::Timestamp,
};

use super::{
    Ask, Connect, ConnectError,
    history::come_true,
    ports::{Listing, Session, StateChange},
};

/// How many sessions are asked for at once.
pub(super) const SIDE_BY_SIDE: usize = 32;

impl Connect {
    /// The organization's sessions: the primary first, then by age. Does not ask the gateway.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Session>, ConnectError> {
        Ok(self.parts.store.sessions(actor.organization).await?)
    }

    /// The beginning of the same list, and how many there are: for a page that shows the rest when it is asked to.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn beginning(&self, actor: &Actor, limit: u32) -> Result<Listing, ConnectError> {
        Ok(self.parts.store.first_sessions(actor.organization, limit, self.now()).await?)
    }

    /// One session of an organization as it is in the database: for whoever has checked who may see it.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn find(&self, organization: OrganizationId, id: IntegrationId) -> Result<Option<Session>, ConnectError> {
        Ok(self.parts.store.session(organization, id).await?)
    }

    /// The session that an open attempt is on, if there is one.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn of_attempt(
        &self,
        organization: OrganizationId,
        attempt: AttemptId,
    ) -> Result<Option<Session>, ConnectError> {
        let sessions = self.parts.store.sessions(organization).await?;
        Ok(sessions.into_iter().find(|session| session.live.attempt.as_ref().is_some_and(|open| open.id == attempt)))
    }

    /// What became of these sessions of one organization since then; see
    /// [`HistoryStore::changes_since`](super::ports::HistoryStore::changes_since). A change that was held back and is
    /// believed by now is the last one.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn changes_since(
        &self,
        organization: OrganizationId,
        sessions: &[Session],
        since: Timestamp,
    ) -> Result<Vec<(IntegrationId, StateChange)>, ConnectError> {
        let mut changes = self.parts.store.changes_since(organization, since).await?;
        let now = self.now();
        changes.extend(sessions.iter().filter_map(|session| Some((session.id, come_true(session, now)?))));
        Ok(changes)
    }

    /// The same list, every session asked for at the gateway by its own id. One that fails does not spoil the others.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn refresh(&self, actor: &Actor, force: bool) -> Result<Vec<Session>, ConnectError> {
        let ids: Vec<_> = self.list(actor).await?.iter().map(|session| session.id).collect();
        stream::iter(ids)
            .map(|id| self.status(actor, id, Ask { force, dialog: false }))
            .buffer_unordered(SIDE_BY_SIDE)
            .for_each(|asked| async move {
                if let Err(error) = asked {
                    tracing::warn!(%error, "a status could not be refreshed");
                }
            })
            .await;
        self.list(actor).await
    }
}
