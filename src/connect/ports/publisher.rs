//! Whoever looks hears of changes.

use crate::domain::{
    alert::Notice,
    ids::{IntegrationId, OrganizationId},
};

/// Tells those who look at an organization that one of its sessions has changed, came or went.
pub trait Publisher: Send + Sync {
    /// Says so; never waits.
    fn changed(&self, organization: OrganizationId, session: IntegrationId);

    /// Tells them of an alert; never waits.
    fn alerted(&self, organization: OrganizationId, notice: Notice);
}
