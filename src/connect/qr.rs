//! The current code of an attempt.

use crate::domain::{actor::Actor, ids::IntegrationId};

use super::{Ask, Connect, ConnectError, ports::Session, require_admin};

impl Connect {
    /// The session with its current code, asked for at the gateway if nobody asked in the last three seconds. A QR is a
    /// key to somebody's WhatsApp: administrators only.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's.
    pub async fn qr(&self, actor: &Actor, id: IntegrationId) -> Result<Session, ConnectError> {
        require_admin(actor)?;
        self.status(actor, id, Ask { force: true, dialog: true }).await
    }
}
