//! «Переподключить» and «Новый код»: the same row, number and key.

use crate::domain::{
    actor::Actor,
    ids::{AttemptId, IntegrationId},
};

use super::{Connect, ConnectError, Provisioned, require_admin};

impl Connect {
    /// Starts a session again that dropped, was logged out, or whose codes ran out.
    ///
    /// # Errors
    /// As [`Connect::provision`]; [`ConnectError::NotFound`] if the session is not the organization's.
    pub async fn reconnect(
        &self,
        actor: &Actor,
        id: IntegrationId,
        attempt: AttemptId,
    ) -> Result<Provisioned, ConnectError> {
        require_admin(actor)?;
        let session = self.own(actor, id).await?;
        let session = self.bring_up(actor, session, attempt).await?;
        Ok(Provisioned::of(session, self.now()))
    }
}
