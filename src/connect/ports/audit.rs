//! Who did what, when and from where: written and read, never changed.

use std::net::IpAddr;

use async_trait::async_trait;

use crate::domain::{
    ids::{IntegrationId, OrganizationId, UserId},
    time::Timestamp,
};

use super::store::StoreError;

/// One line of the audit: who did what to which session.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The tenant.
    pub organization: OrganizationId,
    /// Who; `None` for what the panel did by itself.
    pub actor: Option<UserId>,
    /// Where they were, as far as it is known.
    pub address: Option<IpAddr>,
    /// A verb: `connect`, `disconnect`, `rename`, …
    pub action: &'static str,
    /// The row, which may be gone by now.
    pub session: Option<IntegrationId>,
    /// What a person needs to recognise it: name and account number. No secrets.
    pub detail: String,
}

/// A line as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Grows from line to line.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for what the panel did by itself.
    pub actor: Option<UserId>,
    /// The address they sign in with; `None` if they are gone or the CRM's.
    pub email: Option<String>,
    /// Where they were.
    pub address: Option<String>,
    /// The verb. An older or newer program may know others.
    pub action: String,
    /// The row, which may be gone by now.
    pub session: Option<IntegrationId>,
    /// Name and account number at that time.
    pub detail: String,
}

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// About this row alone.
    pub session: Option<IntegrationId>,
    /// Of this person alone.
    pub actor: Option<UserId>,
    /// Only lines before this number.
    pub before: Option<i64>,
}

/// The audit of every organization. What changes something writes its line in the same transaction; this is for the rest.
#[async_trait]
pub trait AuditTrail: Send + Sync {
    /// Adds a line.
    async fn note(&self, entry: &AuditEntry) -> Result<(), StoreError>;

    /// Lines of an organization, the newest first.
    async fn audit_lines(
        &self,
        organization: OrganizationId,
        filter: AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError>;
}
