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
        let (this, actor) = (self.clone(), actor.clone());
        self.to_the_end(async move {
            this.parts.flights.cancel(id);
            let alone = this.turn(id).await?;
            let session = this.own(&actor, id).await?;
            // durable before the gateway is asked: whatever happens then, the row is out of the list
            this.parts.store.mark_removing(id, &this.audit(&session, Some(&actor), "disconnect")).await?;
            this.bury_soon(session, alone).await;
            Ok(())
        })
        .await
    }
}
