//! The use cases, one verb per file. `ports` says what they need of the world.
//!
//! Every use case takes the person who asks and refuses on its own; the page and REST call the same ones.

mod add;
mod address;
mod browse;
mod cancel;
mod choose;
mod codes;
mod discard;
mod disconnect;
mod drive;
mod error;
mod event;
mod flights;
mod flood;
mod fold;
mod history;
mod integrations;
mod janitor;
mod list;
mod phase;
pub mod ports;
mod provision;
mod qr;
mod reconnect;
mod recover;
mod recreate;
mod rename;
mod replay;
mod rotate;
mod search;
mod settle;
mod standing;
mod start;
mod status;
mod trail;
mod turn;
mod watch;
mod weather;
mod webhooks;
mod wish;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

pub use add::Repeats;
pub use address::webhook as webhook_address;
pub use browse::Browse;
pub use cancel::Cancelled;
pub use error::ConnectError;
pub use event::{Forwarding, Sender, Unsettled};
pub use flood::EventLimits;
pub use integrations::{BulkEnd, BulkResult, Draft, Integrations, account_of, token_of};
pub use janitor::Swept;
pub use phase::{Over, Phase};
pub use provision::{ProvisionStatus, Provisioned};
pub use recover::Recovered;
pub use standing::{Standing, Why};
pub use status::Ask;
pub(crate) use turn::one_server;
pub use webhooks::Moved;
pub use wish::Wish;

use crate::domain::{actor::Actor, ids::IntegrationId, time::Timestamp};
use codes::Codes;
use flights::Flights;
use flood::Floods;
use ports::{AuditEntry, Clock, Gateway, Live, Publisher, Random, Session, SessionStore};
use settle::Lanes;
use weather::Weather;

/// How long things may take. The defaults are the product's; tests shorten what they wait for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole of "ensure account with QR": proxies cut at 30 s.
    pub ensure: Duration,
    /// For one question about a status: whoever asked must hear before a proxy cuts.
    pub answer: Duration,
    /// A session is asked for at most once in this time.
    pub ask_every: Duration,
    /// Who looks at a list is content with what is this old.
    pub list_every: Duration,
    /// An attempt that nobody has asked for this long is abandoned.
    pub abandoned: Duration,
    /// What one session may send.
    pub events: EventLimits,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            ensure: Duration::from_secs(25),
            answer: Duration::from_secs(8),
            ask_every: Duration::from_secs(3),
            list_every: Duration::from_secs(30),
            abandoned: Duration::from_secs(600),
            events: EventLimits::default(),
        }
    }
}

/// Everything the use cases need. Cheap to clone.
#[derive(Clone)]
pub struct Connect {
    parts: Arc<Parts>,
}

struct Parts {
    store: Arc<dyn SessionStore>,
    gateway: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    publisher: Arc<dyn Publisher>,
    /// `https://panel.example.org`: where the platform reaches us.
    public_url: String,
    patience: Patience,
    flights: Flights,
    codes: Codes,
    weather: Weather,
    floods: Floods,
    lanes: Lanes,
    /// One for each question that a list or a job may have under way, whoever asks: dialogs wait for none of them.
    seats: Semaphore,
    /// Sessions whose last event is to be confirmed, and when.
    unconfirmed: Mutex<HashMap<IntegrationId, Timestamp>>,
    tasks: TaskTracker,
    /// Set where events are passed on.
    forwarding: OnceLock<Forwarding>,
}

impl Connect {
    /// Puts the use cases together. `public_url` has no slash at its end.
    #[must_use]
    pub fn new(
        store: Arc<dyn SessionStore>,
        gateway: Arc<dyn Gateway>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        publisher: Arc<dyn Publisher>,
        public_url: String,
        patience: Patience,
    ) -> Self {
        let parts = Parts {
            store,
            gateway,
            clock,
            random,
            publisher,
            public_url,
            patience,
            flights: Flights::default(),
            codes: Codes::default(),
            weather: Weather::default(),
            floods: Floods::new(patience.events),
            lanes: Lanes::default(),
            seats: Semaphore::new(list::SIDE_BY_SIDE),
            unconfirmed: Mutex::default(),
            tasks: TaskTracker::new(),
            forwarding: OnceLock::new(),
        };
        Self { parts: Arc::new(parts) }
    }

    /// Now, by the clock that the use cases run on.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`](ports::StoreError)
    pub async fn ping_store(&self) -> Result<(), ports::StoreError> {
        self.parts.store.ping().await
    }

    /// Whether the gateway is left alone at the moment, since it failed.
    #[must_use]
    pub fn gateway_fails(&self) -> bool {
        self.parts.weather.is_bad(self.now())
    }

    /// Waits for what is still being done in the background; nothing new begins.
    pub async fn finish(&self) {
        self.parts.flights.stop();
        self.parts.tasks.close();
        self.parts.tasks.wait().await;
    }

    /// The session, if it is the organization's own.
    async fn own(&self, actor: &Actor, id: IntegrationId) -> Result<Session, ConnectError> {
        self.parts.store.session(actor.organization, id).await?.ok_or(ConnectError::NotFound)
    }

    /// Changes what the gateway's words change. `fold` may run again if somebody else was faster; `None` if the row is
    /// gone.
    async fn change(
        &self,
        id: IntegrationId,
        mut fold: impl FnMut(&Session, Timestamp) -> Live + Send,
    ) -> Result<Option<Session>, ConnectError> {
        loop {
            let Some(session) = self.parts.store.session_for_job(id).await? else { return Ok(None) };
            let now = self.now();
            let live = fold(&session, now);
            if live == session.live {
                return Ok(Some(session));
            }
            let changes = history::changes(&session, &live, now);
            if let Some(saved) = self.parts.store.save_live(id, session.revision, &live, &changes).await? {
                self.parts.publisher.changed(saved.organization, id);
                if saved.live.lifecycle.state != session.live.lifecycle.state {
                    // whatever request this is: the attempt leads to the one that began it
                    let attempt = session.live.attempt_word();
                    tracing::info!(session = %id, attempt, from = session.live.lifecycle.state.as_str(),
                        to = saved.live.lifecycle.state.as_str(), "state");
                }
                return Ok(Some(saved));
            }
        }
    }

    /// Adds a line about what is done already: a line that cannot be written does not undo it.
    async fn note(&self, entry: AuditEntry) {
        if let Err(error) = self.parts.store.note(&entry).await {
            tracing::error!(action = entry.action, %error, "a line of the audit could not be written");
        }
    }

    fn audit(&self, session: &Session, by: Option<&Actor>, action: &'static str) -> AuditEntry {
        let number = session.account.as_ref().map_or("–", |number| number.as_str());
        AuditEntry {
            at: self.now(),
            organization: session.organization,
            actor: by.map(|actor| actor.user),
            address: by.and_then(|actor| actor.address),
            action,
            session: Some(session.id),
            detail: format!("{} · {number}", session.name),
        }
    }
}

fn require_admin(actor: &Actor) -> Result<(), ConnectError> {
    if actor.is_admin() { Ok(()) } else { Err(ConnectError::Forbidden) }
}
