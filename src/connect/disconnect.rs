//! «Отключить»: the account is stopped at the gateway and the row is removed; the audit keeps it.

use crate::domain::{actor::Actor, ids::IntegrationId};

use super::{Connect, ConnectError, require_admin};

impl Connect {
    /// Disconnects a session. A gateway that does not answer is asked again by a job; the row is out of the list all
    /// the same. An account that the gateway has forgotten is a success.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's.
    pub async fn disconnect(&self, actor: &Actor, id: IntegrationId) -> Result<(), ConnectError> {
        require_admin(actor)?;
        self.own(actor, id).await?;
        self.parts.flights.cancel(id);
        let _alone = self.parts.flights.lock(id).await;
        let session = self.own(actor, id).await?;
        self.discard(&session, Some(actor), "disconnect").await
    }
}
