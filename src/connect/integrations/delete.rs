//! A row goes.

use crate::{
    connect::{ConnectError, ports::Integration, require_admin},
    domain::{actor::Actor, ids::IntegrationId},
};

use super::{Integrations, is_session};

impl Integrations {
    /// Deletes a row and returns it as it was; one of wpp is disconnected.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's.
    pub async fn delete(&self, actor: &Actor, id: IntegrationId) -> Result<Integration, ConnectError> {
        require_admin(actor)?;
        let row = self.own(actor, id).await?;
        if is_session(&row) {
            self.connect.disconnect(actor, id).await?;
            return Ok(row);
        }
        let audit = self.audit(actor, "delete_integration", id, &row.name, &row.provider);
        if self.store.delete_integration(actor.organization, id, &audit).await? {
            Ok(row)
        } else {
            Err(ConnectError::NotFound)
        }
    }
}
