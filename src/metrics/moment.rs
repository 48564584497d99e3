//! How things stand when somebody asks.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};

use crate::domain::state::SessionState;

use super::Gauges;

/// Who can say how things stand.
#[async_trait]
pub trait Look: Send + Sync {
    /// Looks now.
    async fn look(&self) -> Moment;
}

/// How things stand. What only the database knows is `None` while that does not answer.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// How many sessions are in which state.
    pub sessions: Option<Vec<(SessionState, u64)>>,
    /// Sessions that the gateway says nothing of.
    pub silent: Option<u64>,
    /// What waits, by the name of the queue.
    pub queues: Option<Vec<(&'static str, Queue)>>,
    /// Pages that listen.
    pub streams: u64,
    /// Handlers that panicked since the start.
    pub panics: u64,
    /// Whether the gateway is left alone, since it fails.
    pub gateway_fails: bool,
    /// Memory of the process, in bytes.
    pub resident: u64,
}

/// What waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many.
    pub length: u64,
    /// How long the first of them has been waiting.
    pub oldest: Duration,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct State {
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Named {
    queue: &'static str,
}

/// The gauges that a moment sets.
#[derive(Debug)]
pub struct Moments {
    sessions: Gauges<State>,
    silent: Gauge,
    lengths: Gauges<Named>,
    ages: Family<Named, Gauge<f64, AtomicU64>>,
    streams: Gauge,
    panics: Counter,
    database: Gauge,
    gateway: Gauge,
    resident: Gauge,
}

impl Moments {
    pub fn register(registry: &mut Registry) -> Self {
        let all = Self {
            sessions: Family::default(),
            silent: Gauge::default(),
            lengths: Family::default(),
            ages: Family::default(),
            streams: Gauge::default(),
            panics: Counter::default(),
            database: Gauge::default(),
            gateway: Gauge::default(),
            resident: Gauge::default(),
        };
        registry.register("sessions", "Sessions by the state that cards show", all.sessions.clone());
        registry.register("sessions_silent", "Sessions that the gateway says nothing of", all.silent.clone());
        let help = "Events to believe, to pass on, given up; alerts to send, given up";
        registry.register("queue_length", help, all.lengths.clone());
        registry.register_with_unit("queue_oldest", "Age of the first in it", Unit::Seconds, all.ages.clone());
        registry.register("streams", "Pages that hear of changes", all.streams.clone());
        registry.register("panics", "Handlers that panicked since the start", all.panics.clone());
        registry.register("database_up", "Whether the database answers", all.database.clone());
        registry.register("gateway_up", "Whether the gateway answered last", all.gateway.clone());
        registry.register_with_unit("resident_memory", "Memory of the process", Unit::Bytes, all.resident.clone());
        all
    }

    pub fn set(&self, moment: &Moment) {
        self.sessions.clear();
        for state in moment.sessions.iter().flat_map(|_| SessionState::ALL) {
            let known = moment.sessions.iter().flatten().find(|(known, _)| *known == state);
            let count = known.map_or(0, |(_, count)| *count);
            self.sessions.get_or_create(&State { state: state.as_str() }).set(whole(count));
        }
        self.silent.set(whole(moment.silent.unwrap_or(0)));
        self.lengths.clear();
        self.ages.clear();
        for (queue, Queue { length, oldest }) in moment.queues.iter().flatten() {
            self.lengths.get_or_create(&Named { queue }).set(whole(*length));
            self.ages.get_or_create(&Named { queue }).set(oldest.as_secs_f64());
        }
        self.streams.set(whole(moment.streams));
        self.panics.inner().store(moment.panics, Ordering::Relaxed);
        self.database.set(moment.sessions.is_some().into());
        self.gateway.set((!moment.gateway_fails).into());
        self.resident.set(whole(moment.resident));
    }
}

fn whole(count: u64) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
