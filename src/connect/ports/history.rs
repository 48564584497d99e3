//! What became of each session, in order.

use async_trait::async_trait;

use crate::domain::{
    ids::{IntegrationId, OrganizationId},
    state::SessionState,
    time::Timestamp,
};

use super::store::StoreError;

/// What made a state change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The platform told it.
    Webhook,
    /// The platform was asked.
    Probe,
    /// An attempt to connect began or ended.
    Attempt,
}

impl Cause {
    /// The word as the database has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Probe => "probe",
            Self::Attempt => "attempt",
        }
    }

    /// Reads [`Cause::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Webhook, Self::Probe, Self::Attempt].into_iter().find(|cause| cause.as_str() == word)
    }
}

/// One change of a state as people saw it: what was held back and did not come true is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// When it was seen first.
    pub at: Timestamp,
    /// The state before; `None` where the row was made.
    pub before: Option<SessionState>,
    /// The state since.
    pub after: SessionState,
    /// By what.
    pub cause: Cause,
    /// The platform's own word, if one made the change.
    pub word: Option<String>,
}

/// The history. It is written with the changes themselves, see [`SessionStore::save_live`](super::SessionStore).
#[async_trait]
pub trait HistoryStore: Send + Sync {
    /// The newest changes of a session, the newest first, at most `limit`.
    async fn state_changes(&self, session: IntegrationId, limit: u32) -> Result<Vec<StateChange>, StoreError>;

    /// The changes of an organization's sessions since then, the oldest first, and of each session the last one before.
    async fn changes_since(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<Vec<(IntegrationId, StateChange)>, StoreError>;

    /// Forgets changes from before `before`, and of each session all but the newest `most`; says how many.
    async fn forget_changes(&self, before: Timestamp, most: u32) -> Result<u64, StoreError>;
}
