//! Reading the audit.

use crate::domain::actor::Actor;

use super::{
    Connect, ConnectError,
    ports::{AuditFilter, AuditLine},
    require_admin,
};

impl Connect {
    /// Lines of the audit of one's own organization, the newest first, `limit` at most.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::Store`].
    pub async fn audit_lines(
        &self,
        actor: &Actor,
        filter: AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditLine>, ConnectError> {
        require_admin(actor)?;
        Ok(self.parts.store.audit_lines(actor.organization, filter, limit).await?)
    }
}
