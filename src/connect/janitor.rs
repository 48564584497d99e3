//! What nobody asks for any more is taken back. One step; a job repeats it.

use futures_util::{StreamExt, stream};

use crate::domain::{evidence::Trouble, ids::IntegrationId, time::Timestamp};

use super::{Connect, ConnectError, fold, ports::Session, turn::one_server};

/// How many rows are looked at at once: a gateway that hangs takes its whole time for each.
const SIDE_BY_SIDE: usize = 8;

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows that are gone.
    pub removed: usize,
    /// Rows that the gateway did not let go of yet, or did not tell the state of.
    pub kept: usize,
    /// Attempts on rows that were there before: the attempt ended, the row stays.
    pub ended: usize,
}

impl Connect {
    /// Finishes disconnects that the gateway has not confirmed, and cleans up attempts that were abandoned. A row that
    /// was once connected loses its attempt and nothing else. One row that fails does not keep the others. Of several
    /// servers one sweeps at a time.
    ///
    /// # Errors
    /// [`ConnectError::Store`] if the rows could not be read.
    pub async fn sweep(&self) -> Result<Swept, ConnectError> {
        let swept = one_server(&*self.parts.store, "job:janitor", self.sweep_all()).await?;
        swept.unwrap_or_else(|| Ok(Swept::default()))
    }

    async fn sweep_all(&self) -> Result<Swept, ConnectError> {
        let span = i64::try_from(self.parts.patience.abandoned.as_millis()).unwrap_or(i64::MAX);
        let oldest = Timestamp(self.now().0 - span);
        let found = self.parts.store.unfinished(oldest).await?;
        let fates = stream::iter(found.into_iter().map(|session| session.id))
            .map(|id| async move { (id, self.sweep_one(id, oldest).await) })
            .buffer_unordered(SIDE_BY_SIDE)
            .collect::<Vec<_>>();
        let mut swept = Swept::default();
        for (id, fate) in fates.await {
            match fate {
                Ok(Fate::Untouched) => {}
                Ok(Fate::Removed) => swept.removed += 1,
                Ok(Fate::Kept) => swept.kept += 1,
                Ok(Fate::Ended) => swept.ended += 1,
                Err(error) => tracing::warn!(session = %id, %error, "a row could not be swept; it is tried again"),
            }
        }
        Ok(swept)
    }

    async fn sweep_one(&self, id: IntegrationId, oldest: Timestamp) -> Result<Fate, ConnectError> {
        if self.parts.flights.is_under_way(id) {
            return Ok(Fate::Untouched);
        }
        let Some(_alone) = self.turn_if_free(id).await? else { return Ok(Fate::Untouched) };
        let Some(session) = self.parts.store.session_for_job(id).await? else { return Ok(Fate::Untouched) };
        if session.removing {
            return Ok(if self.bury(&session).await? { Fate::Removed } else { Fate::Kept });
        }
        if session.live.attempt.as_ref().is_none_or(|attempt| attempt.asked_at >= oldest) {
            return Ok(Fate::Untouched);
        }
        // the phone may have been linked after everybody had gone home
        let session = self.probe(session, false).await?;
        if session.live.attempt.is_none() {
            return Ok(Fate::Ended);
        }
        if !session.is_disposable() {
            self.change(id, |session, _| fold::without_attempt(session)).await?;
            return Ok(Fate::Ended);
        }
        // thrown away now, a phone that was linked meanwhile would be cut off as soon as the gateway is back
        if is_untold(&session) {
            return Ok(Fate::Kept);
        }
        if !self.withdraw(&session, None, "abandoned").await? {
            return Ok(Fate::Ended);
        }
        Ok(if self.bury(&session).await? { Fate::Removed } else { Fate::Kept })
    }
}

enum Fate {
    Untouched,
    Removed,
    Kept,
    Ended,
}

/// Whether the gateway could not tell the state and may tell it later. One that refuses the key never will.
fn is_untold(session: &Session) -> bool {
    session.live.evidence.trouble.is_some_and(|(trouble, _)| trouble != Trouble::Refused)
}
