//! «Отмена»: what this attempt created and never connected is removed; any other row stays as it was.

use crate::domain::{
    actor::Actor,
    evidence::Source,
    ids::{AttemptId, IntegrationId},
    state::SessionState,
    word::GatewayWord,
};

use super::{Connect, ConnectError, discard::FAREWELL, fold, ports::Session, require_admin, turn::Turn};

/// How a cancel ended.
#[derive(Clone, Debug)]
pub enum Cancelled {
    /// The row is gone, here and at the gateway (or will be, as soon as the gateway answers).
    Removed,
    /// The row was there before the attempt and stands as it stood.
    Restored,
    /// The cancel lost the race: the phone is linked, the session stays.
    Connected(Box<Session>),
    /// Somebody else started the attempt, or there is none: only the dialog closes.
    NotYours,
}

impl Connect {
    /// Ends an attempt. `id` names the row where the page knows it already.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::Store`].
    pub async fn cancel(
        &self,
        actor: &Actor,
        attempt: AttemptId,
        id: Option<IntegrationId>,
    ) -> Result<Cancelled, ConnectError> {
        require_admin(actor)?;
        // first, so that a request which this one overtook finds it
        self.parts.store.call_off(actor.organization, attempt, self.now()).await?;
        let Some(session) = self.attempted(actor, attempt, id).await? else { return Ok(Cancelled::NotYours) };
        if let Some(connected) = self.connected(&session) {
            return Ok(connected);
        }
        if session.live.attempt.as_ref().is_none_or(|open| open.started_by != actor.user) {
            return Ok(Cancelled::NotYours);
        }
        let (this, actor) = (self.clone(), actor.clone());
        self.to_the_end(async move { this.call_off(&actor, session.id).await }).await
    }

    /// Ends the attempt on a row that is the actor's to end.
    pub(super) async fn call_off(&self, actor: &Actor, id: IntegrationId) -> Result<Cancelled, ConnectError> {
        self.parts.flights.cancel(id);
        let alone = self.turn(id).await?;
        let Some(session) = self.parts.store.session(actor.organization, id).await? else {
            return Ok(Cancelled::Removed);
        };
        if let Some(connected) = self.connected(&session) {
            return Ok(connected);
        }
        self.take_back(&session, Some(actor), alone).await
    }

    /// Ends an attempt that was called off: `by` somebody, or by nobody if a server went on with what another one left.
    pub(super) async fn take_back(
        &self,
        session: &Session,
        by: Option<&Actor>,
        alone: Turn,
    ) -> Result<Cancelled, ConnectError> {
        let id = session.id;
        // the scan may have won the race without our knowing
        let told = match session.access() {
            Some(access) => tokio::time::timeout(FAREWELL, self.parts.gateway.status(&access)).await.ok(),
            None => None,
        };
        let told = told.and_then(Result::ok);
        if let Some(reported) = told.as_ref().filter(|reported| reported.word == GatewayWord::Up) {
            let saved = self.change(id, |session, now| fold::report(session, reported, Source::Probe, now)).await?;
            return Ok(saved.map_or(Cancelled::Removed, |session| Cancelled::Connected(Box::new(session))));
        }
        if session.is_disposable() {
            if self.withdraw(session, by, "cancel").await? {
                self.bury_soon(session.clone(), alone).await;
                return Ok(Cancelled::Removed);
            }
            // an event was faster than this cancel
            let session = self.parts.store.session(session.organization, id).await?;
            return Ok(session.map_or(Cancelled::Removed, |session| Cancelled::Connected(Box::new(session))));
        }
        self.change(id, |session, now| fold::called_off(session, told.as_ref(), now)).await?;
        Ok(Cancelled::Restored)
    }

    async fn attempted(
        &self,
        actor: &Actor,
        attempt: AttemptId,
        id: Option<IntegrationId>,
    ) -> Result<Option<Session>, ConnectError> {
        if let Some(id) = id {
            return Ok(self.parts.store.session(actor.organization, id).await?);
        }
        self.of_attempt(actor.organization, attempt).await
    }

    fn connected(&self, session: &Session) -> Option<Cancelled> {
        (session.live.lifecycle.shown(self.now()) == SessionState::Connected)
            .then(|| Cancelled::Connected(Box::new(session.clone())))
    }
}
