//! Takes back what an attempt made and never connected. Nothing that was once connected ever comes here.

use crate::domain::actor::Actor;

use super::{
    Connect, ConnectError,
    ports::{GatewayFault, Session},
};

impl Connect {
    /// Stops the account and removes the row; while the gateway does not answer, the row is out of every list and a
    /// job goes on trying. The caller holds the session's lock.
    pub(super) async fn discard(
        &self,
        session: &Session,
        by: Option<&Actor>,
        action: &'static str,
    ) -> Result<(), ConnectError> {
        let audit = self.audit(session, by, action);
        if self.is_gone_at_gateway(session).await {
            self.parts.store.remove(session.id, &audit).await?;
        } else {
            self.parts.store.mark_removing(session.id, &audit).await?;
        }
        Ok(())
    }

    /// Stops an account at the gateway. `true` if nothing of it is left there that we could ever reach.
    pub(super) async fn is_gone_at_gateway(&self, session: &Session) -> bool {
        let Some(access) = session.access() else { return true };
        match self.parts.gateway.stop(&access).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(session = %session.id, %error, "the account could not be stopped");
                // a dead key of this connection alone can never be used again; a dead global key may be replaced
                error.fault == GatewayFault::KeyRefused && matches!(access.key, super::ports::AccountKey::Client(_))
            }
        }
    }
}
