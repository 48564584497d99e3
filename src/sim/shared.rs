//! The world behind its lock, its clock, and those who wait for either.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::{
    clock::{Clock, Ms},
    config::SimConfig,
    world::{Delivery, World},
};

/// What all parts of one simulator share.
pub struct Shared {
    pub config: SimConfig,
    pub clock: Clock,
    /// Whether the platform is down.
    pub down: watch::Sender<bool>,
    /// Counts what may have changed something.
    pub revision: watch::Sender<u64>,
    world: Mutex<World>,
    outbox: mpsc::UnboundedSender<Delivery>,
}

impl Shared {
    pub fn new(config: SimConfig, outbox: mpsc::UnboundedSender<Delivery>) -> Self {
        let clock = Clock::new();
        let world = Mutex::new(World::new(&config, clock.now()));
        Self { config, clock, down: watch::Sender::new(false), revision: watch::Sender::new(0), world, outbox }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks without touching.
    pub fn look<T>(&self, look: impl FnOnce(&World, Ms) -> T) -> T {
        look(&self.lock(), self.clock.now())
    }

    /// Lets what is due happen, acts, and lets happen what that makes due at once.
    pub fn enter<T>(&self, act: impl FnOnce(&mut World, Ms) -> T) -> T {
        let mut world = self.lock();
        let now = self.clock.now();
        world.settle(now);
        let result = act(&mut world, now);
        world.settle(now);
        // Sent under the lock, so that deliveries keep the order of their events.
        for delivery in world.take_outbox() {
            // Nobody receives only while the simulator stops.
            let _ = self.outbox.send(delivery);
        }
        drop(world);
        self.revision.send_modify(|revision| *revision += 1);
        result
    }

    /// Lets things happen when they are due although nobody calls.
    pub async fn tick(&self, stop: CancellationToken) {
        let mut changed = self.revision.subscribe();
        loop {
            changed.borrow_and_update();
            let due = self.look(|world, _| world.due());
            tokio::select! {
                () = stop.cancelled() => return,
                _ = changed.changed() => {}
                () = self.clock.sleep_until(due.unwrap_or(Ms::MAX)) => self.enter(|_, _| ()),
            }
        }
    }
}
