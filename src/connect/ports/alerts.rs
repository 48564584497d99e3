//! Channels by which people are told that a session dropped, and what was told.

use async_trait::async_trait;

use crate::domain::{
    alert::{Alert, AlertChannel, AlertMessage, ChannelKind},
    ids::{AlertChannelId, AlertMessageId, IntegrationId, OrganizationId},
    time::Timestamp,
};

use super::{audit::AuditEntry, receiver::NotTaken, store::StoreError};

/// A session that is down, or has been until now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Down {
    /// The session.
    pub session: IntegrationId,
    /// Since when.
    pub since: Timestamp,
    /// When people were told.
    pub told_at: Option<Timestamp>,
}

/// The store of alerts.
#[async_trait]
pub trait AlertStore: Send + Sync {
    /// Keeps a channel, unless the organization has `most`.
    async fn add_channel(&self, channel: &AlertChannel, most: u32, entry: &AuditEntry) -> Result<bool, StoreError>;

    /// The channels of an organization, the oldest first.
    async fn channels(&self, organization: OrganizationId) -> Result<Vec<AlertChannel>, StoreError>;

    /// Removes a channel with all its messages; `false` if there is none.
    async fn remove_channel(
        &self,
        organization: OrganizationId,
        id: AlertChannelId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError>;

    /// After how many minutes an organization is told; `None` if it never said.
    async fn alert_after(&self, organization: OrganizationId) -> Result<Option<u32>, StoreError>;

    /// Keeps that number.
    async fn set_alert_after(
        &self,
        organization: OrganizationId,
        minutes: u32,
        entry: &AuditEntry,
    ) -> Result<(), StoreError>;

    /// The organizations that have a channel.
    async fn alerted_organizations(&self) -> Result<Vec<OrganizationId>, StoreError>;

    /// The sessions of an organization that were seen down.
    async fn downs(&self, organization: OrganizationId) -> Result<Vec<Down>, StoreError>;

    /// Remembers that a session is down since then; what is remembered already stays.
    async fn note_down(
        &self,
        organization: OrganizationId,
        session: IntegrationId,
        since: Timestamp,
    ) -> Result<(), StoreError>;

    /// Forgets that a session was down, without a word.
    async fn forget_down(&self, session: IntegrationId) -> Result<(), StoreError>;

    /// Puts a message into every channel of the organization: that a session is down, once until it is back; or that it
    /// is back, if its being down was told. `false` if there was nothing to tell. `ids` makes the ids of messages.
    async fn tell(
        &self,
        organization: OrganizationId,
        alert: &Alert,
        ids: &[AlertMessageId],
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Puts one message into one channel.
    async fn tell_one(&self, channel: &AlertChannel, message: &AlertMessage) -> Result<(), StoreError>;

    /// Messages whose time has come, the oldest first, each with its channel.
    async fn due_messages(&self, now: Timestamp, limit: u32) -> Result<Vec<(AlertMessage, AlertChannel)>, StoreError>;

    /// Notes what has become of a try.
    async fn message_tried(&self, message: &AlertMessage) -> Result<(), StoreError>;

    /// The newest messages of an organization.
    async fn messages(&self, organization: OrganizationId, limit: u32) -> Result<Vec<AlertMessage>, StoreError>;

    /// Makes a message that was given up wait again; `false` if there is none.
    async fn retry_message(
        &self,
        organization: OrganizationId,
        id: AlertMessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Forgets messages that were made before then and wait no more.
    async fn forget_messages(&self, before: Timestamp) -> Result<u64, StoreError>;
}

/// What carries messages to people.
#[async_trait]
pub trait AlertSender: Send + Sync {
    /// Whether this installation can reach channels of this kind at all.
    fn reaches(&self, kind: ChannelKind) -> bool;

    /// Sends a message once; ends within 30 s. `organization` is its name.
    async fn send(&self, channel: &AlertChannel, message: &AlertMessage, organization: &str) -> Result<(), NotTaken>;
}
