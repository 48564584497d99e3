//! Asking for those who only look, and for those whom nobody looks at. Steps; jobs repeat them.

use std::{sync::PoisonError, time::Duration};

use futures_util::{StreamExt, stream};

use crate::domain::{
    ids::{IntegrationId, OrganizationId},
    time::Timestamp,
};

use super::{Connect, ConnectError, list::SIDE_BY_SIDE, ports::Session, turn::one_server};

/// Within the three seconds that are promised, and late enough for a platform that tells before it knows.
const CONFIRM_AFTER: Duration = Duration::from_millis(1_500);
/// A part of the interval by which sessions differ, so that they are not asked for all at once.
const SPREAD: u32 = 8;

impl Connect {
    /// Asks for every session of the organizations that was not asked for in `interval`, give or take an eighth. Nothing
    /// is asked of a gateway that has just failed. Says how many were asked for.
    ///
    /// # Errors
    /// [`ConnectError::Store`]
    pub async fn watch(&self, looked_at: &[OrganizationId], interval: Duration) -> Result<usize, ConnectError> {
        let mut due = Vec::new();
        for organization in looked_at {
            let sessions = self.parts.store.sessions(*organization).await?;
            due.extend(self.due(sessions, interval));
        }
        Ok(self.ask_all(due, false).await)
    }

    /// The same for every session there is: a lost event is found even if nobody looks. Of several servers one asks at a
    /// time.
    ///
    /// # Errors
    /// [`ConnectError::Store`]
    pub async fn reconcile(&self, interval: Duration) -> Result<usize, ConnectError> {
        let work = async {
            let due = self.due(self.parts.store.every_session().await?, interval);
            Ok::<_, ConnectError>(self.ask_all(due, false).await)
        };
        one_server(&*self.parts.store, "job:reconcile", work).await?.unwrap_or(Ok(0))
    }

    fn due(&self, sessions: Vec<Session>, interval: Duration) -> Vec<IntegrationId> {
        let now = self.now();
        let is_due = |session: &Session| {
            let asked_at = session.live.evidence.asked_at.max(session.live.evidence.checked_at);
            session.access().is_some() && asked_at.is_none_or(|at| is_over(at, session.id, now, interval))
        };
        sessions.into_iter().filter(is_due).map(|session| session.id).collect()
    }

    async fn ask_all(&self, ids: Vec<IntegrationId>, code: bool) -> usize {
        let asked = stream::iter(ids).map(|id| self.ask_alone(id, code)).buffer_unordered(SIDE_BY_SIDE);
        asked
            .fold(0, |count, asked| async move {
                match asked {
                    Ok(asked) => count + usize::from(asked),
                    Err(error) => {
                        tracing::warn!(%error, "a session could not be asked for; it is tried again");
                        count
                    }
                }
            })
            .await
    }

    /// Asks for a session for nobody in particular; `false` if somebody is at it already, or the gateway has just failed.
    async fn ask_alone(&self, id: IntegrationId, code: bool) -> Result<bool, ConnectError> {
        // what confirms an event waits for no list
        let _seat = if code { None } else { self.parts.seats.acquire().await.ok() };
        if self.parts.flights.is_under_way(id) || self.parts.weather.is_bad(self.now()) {
            return Ok(false);
        }
        let Some(_alone) = self.turn_if_free(id).await? else { return Ok(false) };
        let Some(session) = self.parts.store.session_for_job(id).await?.filter(|session| !session.removing) else {
            return Ok(false);
        };
        self.probe(session, code).await?;
        Ok(true)
    }

    /// An event is believed at once, and confirmed by a question a little later.
    pub(super) fn confirm_soon(&self, id: IntegrationId) {
        let due = self.now().plus(CONFIRM_AFTER);
        self.parts.unconfirmed.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_insert(due);
    }

    /// Confirms the events whose time has come.
    pub async fn confirm(&self) -> usize {
        let now = self.now();
        let due: Vec<_> = {
            let mut unconfirmed = self.parts.unconfirmed.lock().unwrap_or_else(PoisonError::into_inner);
            unconfirmed.extract_if(|_, due| now >= *due).map(|(id, _)| id).collect()
        };
        // the code of an event that was left is in no database
        self.ask_all(due, true).await
    }
}

/// Whether `interval` is over since `at`, for this session: each has its own share of it.
fn is_over(at: Timestamp, id: IntegrationId, now: Timestamp, interval: Duration) -> bool {
    let share = interval / SPREAD * u32::from(id.0.as_bytes()[15]) / 255;
    now.since(at) + interval / SPREAD / 2 >= interval + share
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_session_has_its_own_time_around_the_interval() {
        let over = |id: u128, seconds: u64| {
            let now = Timestamp(0).plus(Duration::from_secs(seconds));
            is_over(Timestamp(0), IntegrationId(Uuid::from_u128(id)), now, Duration::from_secs(32))
        };
        assert_eq!((over(0, 29), over(0, 30)), (false, true));
        assert_eq!((over(255, 33), over(255, 34)), (false, true));
    }
}
