//! Rows of `messenger_integrations` of any provider, as the CRM and the form of providers see them.

use async_trait::async_trait;
use serde_json::{Map, Value};

use crate::domain::{
    ids::{IntegrationId, OrganizationId},
    secret::Secret,
    time::Timestamp,
};

use super::{audit::AuditEntry, store::StoreError};

/// One row. Its settings hold secrets in plain text: whoever shows them masks them.
#[derive(Clone)]
pub struct Integration {
    /// The row.
    pub id: IntegrationId,
    /// The tenant.
    pub organization: OrganizationId,
    /// `whatsapp`, `telegram`, …
    pub messenger_type: String,
    /// `wpp`, `green_api`, `wappi`, …
    pub provider: String,
    /// What people call it.
    pub name: String,
    /// Whether it is the organization's first choice for its messenger.
    pub is_primary: bool,
    /// Whether the CRM may use it.
    pub is_enabled: bool,
    /// The secret in the address of its webhook, where there is one.
    pub webhook_key: Option<Secret>,
    /// Under the CRM's names. What is no JSON object comes as an empty one.
    pub settings: Map<String, Value>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A row of another provider than wpp that is to be made.
#[derive(Clone)]
pub struct NewIntegration {
    /// The row's id.
    pub id: IntegrationId,
    /// The tenant.
    pub organization: OrganizationId,
    /// `whatsapp`, …
    pub messenger_type: String,
    /// Never `wpp`: those rows are reserved.
    pub provider: String,
    /// What people call it.
    pub name: String,
    /// Whether it becomes the organization's first choice for its messenger; another row that is, is no longer.
    pub is_primary: bool,
    /// Whether the CRM may use it.
    pub is_enabled: bool,
    /// For the address of its webhook.
    pub webhook_key: Secret,
    /// Under the CRM's names, in plain text.
    pub settings: Map<String, Value>,
    /// The setting by which rows of this provider are told apart, so that making one twice makes one.
    pub unique_setting: Option<&'static str>,
    /// Now.
    pub now: Timestamp,
}

impl NewIntegration {
    /// The setting by which rows of this provider are told apart, and its value as text: a number and its digits are the
    /// same. `None` where rows are not told apart.
    #[must_use]
    pub fn unique(&self) -> Option<(&'static str, String)> {
        let name = self.unique_setting?;
        let value = match self.settings.get(name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some((name, value))
    }
}

/// What is to be changed. What is `None` stays.
#[derive(Clone, Default)]
pub struct IntegrationChange {
    /// A new name.
    pub name: Option<String>,
    /// `true`: it becomes the first choice, and another row that is, is no longer.
    pub is_primary: Option<bool>,
    /// Whether the CRM may use it.
    pub is_enabled: Option<bool>,
    /// Patched into the settings by key, in plain text; other keys stay.
    pub settings: Map<String, Value>,
}

/// The store of rows of all providers. Every look-up is bound to an organization; a foreign id is `None`. Settings whose
/// name [`is_secret`](crate::domain::integration::is_secret) calls a secret are sealed wherever the store seals.
#[async_trait]
pub trait IntegrationStore: Send + Sync {
    /// The rows of an organization, of one messenger if it is named: primaries first, then by age. Rows that are being
    /// removed are none.
    async fn integrations(
        &self,
        organization: OrganizationId,
        messenger_type: Option<&str>,
    ) -> Result<Vec<Integration>, StoreError>;

    /// One row; `None` if it is unknown, foreign or being removed.
    async fn integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
    ) -> Result<Option<Integration>, StoreError>;

    /// Makes a row, unless the organization has one of this provider with the same value of `unique_setting`: then that
    /// one comes back unchanged. The flag says whether it was made.
    async fn create_integration(
        &self,
        new: &NewIntegration,
        audit: &AuditEntry,
    ) -> Result<(Integration, bool), StoreError>;

    /// Changes a row of any provider; `None` if it is unknown, foreign or being removed.
    async fn change_integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        change: &IntegrationChange,
        audit: &AuditEntry,
    ) -> Result<Option<Integration>, StoreError>;

    /// Deletes a row of another provider than wpp; `false` if there is none. If it was primary, another row of the
    /// messenger follows: a connected wpp row, else the oldest.
    async fn delete_integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError>;
}
