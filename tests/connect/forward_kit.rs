//! A panel that passes events on, and a receiver.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;
use wpp_panel::{
    connect::{Forwarding, ports::Clock, ports::EventCounts, ports::Session, ports::SessionStore},
    domain::secret::Secret,
    gateway::wpp::session_event,
    http::forward::HttpReceiver,
    jobs::forward::{Forwarder, Passed},
};

use crate::{
    kit::Kit,
    support::{receiver::Receiver, world::World},
};

pub struct Post {
    pub kit: Kit,
    pub receiver: Receiver,
    pub stop: CancellationToken,
    forwarding: Forwarding,
}

impl Post {
    pub async fn new() -> Self {
        let kit = Kit::new(true).await;
        let forwarding = kit.connect().pass_events_on();
        Self { kit, receiver: Receiver::start().await, stop: CancellationToken::new(), forwarding }
    }

    /// A session that is there, and nothing else.
    pub async fn session(&self) -> Session {
        self.kit.add().await.session
    }

    pub fn job(&self) -> Forwarder {
        self.job_on(self.kit.world.store.clone(), self.kit.clock.clone())
    }

    pub fn job_on(&self, store: Arc<dyn SessionStore>, clock: Arc<dyn Clock>) -> Forwarder {
        self.job_to(store, clock, Duration::from_secs(10))
    }

    /// The job, with a receiver that may take this long.
    pub fn job_to(&self, store: Arc<dyn SessionStore>, clock: Arc<dyn Clock>, patience: Duration) -> Forwarder {
        let address = Secret::new(format!("{}?apikey=SECRET-of-the-crm", self.receiver.url));
        let receiver = Arc::new(HttpReceiver::with_patience(&address, patience).unwrap());
        Forwarder::new(store, receiver, clock, self.forwarding.clone(), self.stop.clone())
    }

    pub async fn step(&self) -> Passed {
        self.job().step().await.unwrap()
    }

    /// The same, `seconds` later.
    pub async fn later(&self, seconds: u64) -> Passed {
        self.kit.clock.advance(Duration::from_secs(seconds));
        self.step().await
    }

    /// A message of a session, in the flat shape. Its body is the text that the receiver gets.
    pub async fn message(&self, session: &Session, text: &str) -> String {
        let body = format!(r#"{{"text":"{text}","type":"chat"}}"#);
        tell(&self.kit.world, session, &body).await;
        body
    }

    /// How many events wait, and how many were given up.
    pub async fn counts(&self) -> (i64, i64) {
        let EventCounts { waiting, dead } = self.kit.world.store.count_events().await.unwrap();
        (waiting, dead)
    }
}

/// What the webhook does with a body.
pub async fn tell(world: &World, session: &Session, body: &str) {
    let event = session_event(body.as_bytes()).unwrap();
    world.tell(&session.webhook_key, &event, body.as_bytes()).await.unwrap();
}

pub fn passed(taken: usize, put_off: usize, given_up: usize) -> Passed {
    Passed { taken, put_off, given_up }
}
