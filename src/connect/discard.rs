//! Takes back what an attempt made and never connected, and finishes what was disconnected. Nothing that was once
//! connected is ever discarded.

use std::{pin::pin, time::Duration};

use crate::domain::actor::Actor;

use super::{
    Connect, ConnectError,
    ports::{AccountKey, GatewayFault, Session},
    turn::Turn,
};

/// Who waits for the end of an account waits this long; after that it goes on in the background.
pub(super) const FAREWELL: Duration = Duration::from_secs(3);

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
    /// let go: a job goes on trying. The caller holds the session's lock.
    pub(super) async fn bury(&self, session: &Session) -> Result<bool, ConnectError> {
        if !self.is_gone_at_gateway(session).await {
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
