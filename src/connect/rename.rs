//! A name of one's own, so that two numbers can be told apart.

use crate::domain::{actor::Actor, ids::IntegrationId, name::SessionName};

use super::{Connect, ConnectError, require_admin};

impl Connect {
    /// Renames a session.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's.
    pub async fn rename(&self, actor: &Actor, id: IntegrationId, name: &SessionName) -> Result<(), ConnectError> {
        require_admin(actor)?;
        let session = self.own(actor, id).await?;
        let mut audit = self.audit(&session, Some(actor), "rename");
        audit.detail = format!("{} → {}", audit.detail, name.as_str());
        if self.parts.store.rename(actor.organization, id, name, &audit).await? {
            self.parts.publisher.changed(actor.organization, id);
            Ok(())
        } else {
            Err(ConnectError::NotFound)
        }
    }
}
