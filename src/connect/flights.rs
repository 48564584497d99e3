//! One thing at a time per session: whoever asks while it is being done shares the result.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::domain::ids::IntegrationId;

use super::ConnectError;

/// How a drive ended.
pub type Landing = Result<(), ConnectError>;

#[derive(Clone)]
struct Flight {
    cancel: CancellationToken,
    landing: watch::Receiver<Option<Landing>>,
}

/// The drives that are under way, and a lock for each session.
#[derive(Default)]
pub struct Flights {
    under_way: Mutex<HashMap<IntegrationId, Flight>>,
    locks: Mutex<HashMap<IntegrationId, Weak<tokio::sync::Mutex<()>>>>,
    all: CancellationToken,
}

/// What a newcomer gets: the pilot's seat, or a ticket.
pub enum Boarding {
    /// Nobody was driving: do it, then land with this.
    Pilot(Pilot),
    /// Somebody is: wait for the landing.
    Passenger(Ticket),
}

/// The right to drive a session, and the duty to say how it ended.
pub struct Pilot {
    /// Told when somebody cancels.
    pub cancel: CancellationToken,
    landing: watch::Sender<Option<Landing>>,
}

/// Waits for somebody else's drive.
pub struct Ticket(watch::Receiver<Option<Landing>>);

impl Ticket {
    /// How the drive ended; [`ConnectError::Stopping`] if it never said.
    pub async fn landing(mut self) -> Landing {
        match self.0.wait_for(Option::is_some).await {
            Ok(landing) => landing.clone().unwrap_or(Err(ConnectError::Stopping)),
            Err(_) => Err(ConnectError::Stopping),
        }
    }
}

impl Flights {
    /// Joins the drive of a session, or becomes its pilot.
    pub fn board(&self, id: IntegrationId) -> Boarding {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = under_way.get(&id) {
            return Boarding::Passenger(Ticket(flight.landing.clone()));
        }
        let (sender, receiver) = watch::channel(None);
        let cancel = self.all.child_token();
        under_way.insert(id, Flight { cancel: cancel.clone(), landing: receiver });
        Boarding::Pilot(Pilot { cancel, landing: sender })
    }

    /// A ticket for the drive that a pilot has begun.
    pub fn ticket(pilot: &Pilot) -> Ticket {
        Ticket(pilot.landing.subscribe())
    }

    /// Whether a session is being driven now.
    pub fn is_under_way(&self, id: IntegrationId) -> bool {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    /// Ends a drive: the session is free again before anybody hears of it.
    pub fn land(&self, id: IntegrationId, pilot: Pilot, landing: Landing) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        pilot.landing.send_replace(Some(landing));
    }

    /// Asks the drive of a session to stop.
    pub fn cancel(&self, id: IntegrationId) {
        if let Some(flight) = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            flight.cancel.cancel();
        }
    }

    /// Asks all drives to stop.
    pub fn stop(&self) {
        self.all.cancel();
    }

    /// Whether this process is about to end.
    pub fn is_stopping(&self) -> bool {
        self.all.is_cancelled()
    }

    /// Waits until nobody else in this process changes this session at the gateway.
    pub async fn lock(&self, id: IntegrationId) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| lock.strong_count() > 0);
            let held = locks.get(&id).and_then(Weak::upgrade);
            let lock = held.unwrap_or_default();
            locks.insert(id, Arc::downgrade(&lock));
            lock
        };
        lock.lock_owned().await
    }
}
