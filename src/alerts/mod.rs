//! Telling people that a session dropped, once, and that it is back.

mod channels;
mod deliver;
mod notice;

use std::{fmt, sync::Arc, time::Duration};

use crate::connect::{
    Connect,
    ports::{AlertSender, AlertStore, Clock, PeopleStore, Random, SessionStore},
};

pub use channels::{AlertError, MAIL_PAUSE, MAX_ADDRESS, Overview};
pub use deliver::{Delivered, WAITS};
pub use notice::Noticed;

/// After how many minutes people are told, unless they say otherwise.
pub const AFTER: u32 = 3;
/// The longest wait that can be said, in minutes.
pub const LATEST: u32 = 1_440;
/// The most channels of an organization.
pub const MAX_CHANNELS: u32 = 10;
/// Sessions of an organization with a channel are asked for this often: what is not noticed cannot be told.
pub const WATCH_EVERY: Duration = Duration::from_secs(60);

/// What alerts need of the world.
#[derive(Clone)]
pub struct Alerts {
    store: Arc<dyn AlertStore>,
    sessions: Arc<dyn SessionStore>,
    people: Arc<dyn PeopleStore>,
    connect: Connect,
    sender: Arc<dyn AlertSender>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for Alerts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alerts").finish_non_exhaustive()
    }
}

impl Alerts {
    /// Puts the parts together. Nothing is read or sent yet.
    #[must_use]
    pub fn new(
        (store, sessions, people): (Arc<dyn AlertStore>, Arc<dyn SessionStore>, Arc<dyn PeopleStore>),
        connect: Connect,
        sender: Arc<dyn AlertSender>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self { store, sessions, people, connect, sender, clock, random }
    }
}
