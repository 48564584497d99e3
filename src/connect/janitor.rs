//! What nobody asks for any more is taken back. One step; a job repeats it.

use crate::domain::evidence::Trouble;

use super::{Connect, ConnectError, fold, ports::Session};

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
    /// was once connected loses its attempt and nothing else.
    ///
    /// # Errors
    /// [`ConnectError::Store`].
    pub async fn sweep(&self) -> Result<Swept, ConnectError> {
        let mut swept = Swept::default();
        let oldest = crate::domain::time::Timestamp(
            self.now().0 - i64::try_from(self.parts.patience.abandoned.as_millis()).unwrap_or(i64::MAX),
        );
        for found in self.parts.store.unfinished(oldest).await? {
            if self.parts.flights.is_under_way(found.id) {
                continue;
            }
            let _alone = self.parts.flights.lock(found.id).await;
            let Some(session) = self.parts.store.session_for_job(found.id).await? else { continue };
            if session.removing {
                if self.is_gone_at_gateway(&session).await {
                    let audit = self.audit(&session, None, "removed");
                    self.parts.store.remove_if_removing(session.id, &audit).await?;
                    swept.removed += 1;
                } else {
                    swept.kept += 1;
                }
            } else if session.live.attempt.as_ref().is_some_and(|attempt| attempt.asked_at < oldest) {
                // the phone may have been linked after everybody had gone home
                let session = self.probe(session).await?;
                if session.live.attempt.is_none() {
                    swept.ended += 1;
                } else if session.is_disposable() && is_untold(&session) {
                    // thrown away, a phone that was linked meanwhile would be cut off as soon as the gateway is back
                    swept.kept += 1;
                } else if session.is_disposable() {
                    self.discard(&session, None, "abandoned").await?;
                    swept.removed += 1;
                } else {
                    self.change(session.id, |session, _| fold::without_attempt(session)).await?;
                    swept.ended += 1;
                }
            }
        }
        Ok(swept)
    }
}

/// Whether the gateway could not tell the state and may tell it later. One that refuses the key never will.
fn is_untold(session: &Session) -> bool {
    session.live.evidence.trouble.is_some_and(|(trouble, _)| trouble != Trouble::Refused)
}
