//! Rows of messengers of any provider, as the CRM and the form of providers see them. A row of wpp is made by
//! connecting and goes by disconnecting; everything else of it is changed like any other row's.

mod bulk;
mod change;
mod create;
mod delete;
mod draft;
mod list;
mod read;

use std::sync::Arc;

use crate::domain::{
    actor::Actor,
    ids::IntegrationId,
    integration::{WHATSAPP, WPP},
};

use super::{
    Connect, ConnectError,
    ports::{AuditEntry, Integration, IntegrationStore},
};

pub use bulk::{BulkEnd, BulkResult};
pub use draft::Draft;
pub use read::{account_of, token_of};

/// The use cases of rows of all providers. Cheap to clone.
#[derive(Clone)]
pub struct Integrations {
    connect: Connect,
    store: Arc<dyn IntegrationStore>,
}

impl Integrations {
    /// Puts the use cases together.
    #[must_use]
    pub fn new(connect: Connect, store: Arc<dyn IntegrationStore>) -> Self {
        Self { connect, store }
    }

    async fn own(&self, actor: &Actor, id: IntegrationId) -> Result<Integration, ConnectError> {
        self.store.integration(actor.organization, id).await?.ok_or(ConnectError::NotFound)
    }

    /// A line of the audit. What was changed is named, never its value: it may be a secret.
    fn audit(&self, actor: &Actor, action: &'static str, row: IntegrationId, name: &str, what: &str) -> AuditEntry {
        AuditEntry {
            at: self.connect.now(),
            organization: actor.organization,
            actor: Some(actor.user),
            address: actor.address,
            action,
            session: Some(row),
            detail: format!("{name} · {what}"),
        }
    }
}

/// Whether a row is one of our sessions.
fn is_session(row: &Integration) -> bool {
    row.messenger_type == WHATSAPP && row.provider == WPP
}
