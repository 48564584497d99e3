//! Goes on with what a server left when it ended without a word. Every step is written down before it is taken, so the row
//! says what to do: an attempt is finished, a cancel or a disconnect carried out. One step; a job takes it.

use futures_util::{StreamExt, stream};

use crate::domain::{ids::IntegrationId, state::SessionState, time::Timestamp};

use super::{Connect, ConnectError};

/// How many rows are gone on with at once.
const SIDE_BY_SIDE: usize = 8;

/// What a step found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Attempts that were cut off before there was anything to show: they were driven again.
    pub driven: usize,
    /// Attempts with something to show: only the webhook was told to the platform again.
    pub told: usize,
    /// Cancels and disconnects that were cut off: carried out, as far as the gateway lets go.
    pub undone: usize,
    /// Rows that another server has, or had: one that has died loses them by itself.
    pub held: usize,
}

enum Step {
    Nothing,
    Driven,
    Told,
    Undone,
    Held,
}

impl Connect {
    /// Goes on with every attempt, cancel and disconnect that is not over, for a server that has just started: what was
    /// under way is under way no more. Returns when that is done; a drive takes up to 25 s.
    ///
    /// # Errors
    /// [`ConnectError::Store`] if the rows could not be read.
    pub async fn recover(&self) -> Result<Recovered, ConnectError> {
        let open = self.parts.store.unfinished(Timestamp(i64::MAX)).await?;
        Ok(self.go_on_with(open.into_iter().map(|session| session.id).collect()).await)
    }

    /// The same for what other servers had when they died.
    ///
    /// # Errors
    /// [`ConnectError::Store`] if that could not be read.
    pub async fn take_over(&self) -> Result<Recovered, ConnectError> {
        Ok(self.go_on_with(self.parts.store.left_behind().await?).await)
    }

    async fn go_on_with(&self, ids: Vec<IntegrationId>) -> Recovered {
        let steps = stream::iter(ids).map(|id| async move { (id, self.go_on(id).await) });
        let mut steps = steps.buffer_unordered(SIDE_BY_SIDE);
        let mut recovered = Recovered::default();
        while let Some((id, step)) = steps.next().await {
            match step {
                Ok(Step::Nothing) => {}
                Ok(Step::Driven) => recovered.driven += 1,
                Ok(Step::Told) => recovered.told += 1,
                Ok(Step::Undone) => recovered.undone += 1,
                Ok(Step::Held) => recovered.held += 1,
                Err(error) => tracing::warn!(session = %id, %error, "what was cut off could not be gone on with"),
            }
        }
        recovered
    }

    async fn go_on(&self, id: IntegrationId) -> Result<Step, ConnectError> {
        if self.parts.flights.is_under_way(id) {
            return Ok(Step::Nothing);
        }
        let Some(alone) = self.turn_if_free(id).await? else { return Ok(Step::Held) };
        let Some(session) = self.parts.store.session_for_job(id).await? else { return Ok(Step::Nothing) };
        if session.removing {
            self.bury(&session).await?;
            return Ok(Step::Undone);
        }
        let Some(attempt) = &session.live.attempt else { return Ok(Step::Nothing) };
        if self.parts.store.was_called_off(attempt.id).await? {
            self.take_back(&session, None, alone).await?;
            return Ok(Step::Undone);
        }
        if self.now().since(attempt.asked_at) >= self.parts.patience.abandoned {
            // the janitor's
            return Ok(Step::Nothing);
        }
        match session.access() {
            Some(access) if session.live.lifecycle.state != SessionState::Starting => {
                self.register_again(&session, &access).await;
                Ok(Step::Told)
            }
            _ => {
                drop(alone);
                // how it ended is in the row and in the log
                let _ = self.drive(id).await;
                Ok(Step::Driven)
            }
        }
    }
}
