//! Events of a session, for people: what came, and taking one up again.

use std::time::Duration;

use crate::domain::{actor::Actor, ids::IntegrationId};

use super::{
    Connect, ConnectError,
    ports::{EventFate, KeptEvent, StateChange},
    require_admin,
};

impl Connect {
    /// The newest events of a session, the newest first, at most `limit`; those before number `before`, if it is given.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if it is not the organization's, [`ConnectError::Store`].
    pub async fn events(
        &self,
        actor: &Actor,
        id: IntegrationId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptEvent>, ConnectError> {
        self.own(actor, id).await?;
        Ok(self.parts.store.events_of(id, before, limit).await?)
    }

    /// The newest changes of a session's state, the newest first, at most `limit`.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if it is not the organization's, [`ConnectError::Store`].
    pub async fn history(
        &self,
        actor: &Actor,
        id: IntegrationId,
        limit: u32,
    ) -> Result<Vec<StateChange>, ConnectError> {
        let session = self.own(actor, id).await?;
        let mut changes = self.parts.store.state_changes(id, limit).await?;
        // what was held back and has come true is written down with the next news
        if let Some(line) = super::history::come_true(&session, self.now()) {
            changes.insert(0, line);
        }
        Ok(changes)
    }

    /// Takes an event up again: what it says of the state is believed again, unless newer news is there, and the platform
    /// is asked; one that was given up is passed on again. `false` if nothing can be done with it.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if session or event are not the
    /// organization's, [`ConnectError::Store`].
    pub async fn replay(&self, actor: &Actor, id: IntegrationId, number: i64) -> Result<bool, ConnectError> {
        require_admin(actor)?;
        let session = self.own(actor, id).await?;
        let audit = self.audit(&session, Some(actor), "replay_event");
        let event = self.parts.store.replay_event(id, number, self.now(), &audit).await?;
        let event = event.ok_or(ConnectError::NotFound)?;
        if event.is_about_state {
            self.settle_left(Duration::ZERO).await?;
        }
        if let (EventFate::Dead, Some(forwarding)) = (event.fate, self.parts.forwarding.get()) {
            forwarding.news.notify_one();
        }
        Ok(event.can_be_replayed())
    }
}
