//! Takes back what an attempt made and never connected, and finishes what was disconnected. Nothing that was once
//! connected is ever discarded.

use std::{pin::pin, time::Duration};

use crate::domain::{actor::Actor, state::SessionState, time::Timestamp};

use super::{
    Connect, ConnectError,
    ports::{AccountKey, GatewayFault, Session},
    turn::Turn,
};

/// Who waits for the end of an account waits this long; after that it goes on in the background.
pub(super) const FAREWELL: Duration = Duration::from_secs(3);
/// Since the beginning of an attempt: its last start is asked for within 25 s, and a call takes 30 s at most.
const STRAGGLER: Duration = Duration::from_secs(60);

impl Connect {
    /// Takes a row out of every list in one durable step, unless it was connected meanwhile: then nothing happens and
    /// the answer is `false`. `bury` follows.
    pub(super) async fn withdraw(
        &self,
        session: &Session,
        by: Option<&Actor>,
        action: &'static str,
    ) -> Result<bool, ConnectError> {
        let withdrawn = self.parts.store.withdraw(session.id, &self.audit(session, by, action)).await?;
        if withdrawn {
            self.parts.publisher.changed(session.organization, session.id);
        }
        Ok(withdrawn)
    }

    /// Stops the account of a row that is out of every list, then forgets the row. `false` while the gateway does not
    /// let go, or may still carry out a start that it was asked for: a job tries again. The caller holds the session's
    /// lock.
    pub(super) async fn bury(&self, session: &Session) -> Result<bool, ConnectError> {
        if !self.is_gone_at_gateway(session).await || may_start_yet(session, self.now()) {
            return Ok(false);
        }
        let audit = self.audit(session, None, "removed");
        self.parts.store.remove_if_removing(session.id, &audit).await?;
        Ok(true)
    }

    /// Buries in a task of its own, and waits for it as long as people wait.
    pub(super) async fn bury_soon(&self, session: Session, alone: Turn) {
        let this = self.clone();
        let burying = self.parts.tasks.spawn(async move {
            let _alone = alone;
            if let Err(error) = this.bury(&session).await {
                tracing::warn!(session = %session.id, %error, "a row could not be removed; a job tries again");
            }
        });
        let _ = tokio::time::timeout(FAREWELL, pin!(burying)).await;
    }

    /// Stops an account at the gateway. `true` if nothing of it is left there that we could ever reach.
    async fn is_gone_at_gateway(&self, session: &Session) -> bool {
        let Some(access) = session.access() else { return true };
        match self.parts.gateway.stop(&access).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(session = %session.id, %error, "the account could not be stopped");
                // a dead key of this connection alone can never be used again; a dead global key may be replaced
                error.fault == GatewayFault::KeyRefused && matches!(access.key, AccountKey::Client(_))
            }
        }
    }

    /// Carries a change out to its end even if who asked for it has gone away.
    pub(super) async fn to_the_end<T: Send + 'static>(
        &self,
        change: impl Future<Output = Result<T, ConnectError>> + Send + 'static,
    ) -> Result<T, ConnectError> {
        self.parts.tasks.spawn(change).await.unwrap_or(Err(ConnectError::Stopping))
    }
}

/// Whether a start may be on its way that nobody heard the answer of. Stopping the account does not undo that: the row
/// stays, out of sight, until it is stopped once more.
fn may_start_yet(session: &Session, now: Timestamp) -> bool {
    let (live, began) = (&session.live, session.live.attempt.as_ref().map(|attempt| attempt.started_at));
    let told_at = live.evidence.checked_at.max(live.evidence.trouble.map(|(_, since)| since));
    let unheard = |began: Timestamp| told_at.is_none_or(|at| at < began);
    session.access().is_some()
        && live.lifecycle.state == SessionState::Starting
        && began.is_some_and(|began| unheard(began) && now.since(began) < STRAGGLER)
}
