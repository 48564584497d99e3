//! The open database.

use std::sync::Arc;

use crate::{
    connect::ports::{AlertStore, IntegrationStore, PeopleStore, SessionStore, StoreError},
    store::{self, Store},
};

/// The open database, through its ports.
#[derive(Clone)]
pub struct Stores {
    /// Sessions.
    pub sessions: Arc<dyn SessionStore>,
    /// People.
    pub people: Arc<dyn PeopleStore>,
    /// Rows of all providers.
    pub integrations: Arc<dyn IntegrationStore>,
    /// Channels of alerts.
    pub alerts: Arc<dyn AlertStore>,
    pub(super) whole: Arc<dyn Store>,
}

impl Stores {
    /// [`Store::rewrap`]
    ///
    /// # Errors
    /// As there.
    pub async fn rewrap(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<store::Rewrapped, StoreError> {
        self.whole.rewrap(progress).await
    }

    /// [`Store::backlog`]
    ///
    /// # Errors
    /// As there.
    pub async fn backlog(&self) -> Result<store::Backlog, StoreError> {
        self.whole.backlog().await
    }

    /// Finishes what is under way and folds the write-ahead log into the file, so that a copy of it is whole.
    pub async fn close(&self) {
        self.whole.close().await;
    }
}
