//! Where everything is kept: the ports [`SessionStore`], [`PeopleStore`] and [`IntegrationStore`] on a database that the
//! URL picks.
//!
//! What is the same for every database (sealing, the mapping of rows to domain values, the settings' shape) lies here;
//! what speaks one dialect lies in a folder of its own. Rows never leave this module.

mod alert_record;
mod audit_record;
mod backlog;
mod copy;
mod error;
mod event_record;
mod guest_record;
mod integration;
mod key_check;
mod key_file;
mod listing;
mod migrations;
mod open;
mod postgres;
mod record;
mod reservation;
mod rewrap;
mod sealer;
mod settings;
mod sign_in_record;
mod sqlite;
mod staff_record;

use async_trait::async_trait;

use crate::{
    connect::ports::{AlertStore, IntegrationStore, PeopleStore, SessionStore, StoreError},
    domain::integration::{WHATSAPP, WPP},
};

pub use backlog::Backlog;
pub use copy::{CopyError, backup, restore};
pub use key_file::{load_key, load_or_create_key};
pub use open::{MigrationReport, OpenError, Options, migrate, open, open_with};
pub use postgres::LineTimes;
pub use rewrap::Rewrapped;
pub use sealer::{KeyError, Sealer};

/// How long a cancelled attempt is remembered: no request is under way for longer.
const CALLED_OFF_KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// One database behind all ports. An `Arc<dyn Store>` coerces to an `Arc` of each.
#[async_trait]
pub trait Store: SessionStore + PeopleStore + IntegrationStore + AlertStore {
    /// Finishes what is under way and lets go of the database; every later call fails as unavailable.
    async fn close(&self);

    /// What waits, and what was given up.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]
    async fn backlog(&self) -> Result<Backlog, StoreError>;

    /// Seals under the present key what is under the key before it, while everything goes on: a row at a time, so that
    /// it can be cut off anywhere and begun again. `progress` hears how many are done.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; what was done until then stays done.
    async fn rewrap(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<Rewrapped, StoreError>;
}
