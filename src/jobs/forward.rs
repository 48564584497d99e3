//! Passes events on to the CRM: in order for each session, sessions side by side.

use std::{collections::HashSet, sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio_util::sync::CancellationToken;

use crate::{
    connect::{
        Forwarding, one_server,
        ports::{Clock, EventReceiver, NotTaken, SessionStore, StoreError, WaitingEvent},
    },
    domain::{ids::IntegrationId, time::Timestamp},
};

/// How many sessions are served at once.
const SIDE_BY_SIDE: usize = 8;
/// Between two steps. A new event of this server's does not wait for it.
const EVERY: Duration = Duration::from_secs(1);
/// Held by the one server that passes events on: two would lose the order.
const LEASE: &str = "job:forward";

/// Waits before an event is tried again; after them it is tried every [`LONGEST_WAIT`].
const WAITS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
];
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
/// An event that was tried this often is given up: a day has passed by then.
const MOST_TRIES: u32 = 29;

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Events that the receiver took.
    pub taken: usize,
    /// Events that are tried again later.
    pub put_off: usize,
    /// Events that were given up.
    pub given_up: usize,
}

/// The job.
pub struct Forwarder {
    store: Arc<dyn SessionStore>,
    receiver: Arc<dyn EventReceiver>,
    clock: Arc<dyn Clock>,
    forwarding: Forwarding,
    stop: CancellationToken,
}

enum Fate {
    Taken,
    PutOff,
    GivenUp,
}

impl Forwarder {
    /// Puts the job together. `stop` ends it: nothing new is begun, and what is under way is finished.
    #[must_use]
    pub fn new(
        store: Arc<dyn SessionStore>,
        receiver: Arc<dyn EventReceiver>,
        clock: Arc<dyn Clock>,
        forwarding: Forwarding,
        stop: CancellationToken,
    ) -> Self {
        Self { store, receiver, clock, forwarding, stop }
    }

    /// Steps until `stop`: at once when an event is kept here, and every second, since time passes and another server or
    /// the command line may have left something.
    pub async fn run(self) {
        let mut is_in_trouble = false;
        while !self.stop.is_cancelled() {
            match self.step().await {
                Ok(_) => is_in_trouble = false,
                Err(error) => {
                    if !is_in_trouble {
                        tracing::warn!(%error, "events cannot be passed on now; it is tried again every second");
                    }
                    is_in_trouble = true;
                }
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = self.forwarding.news.notified() => {}
                () = self.clock.sleep(EVERY) => {}
            }
        }
    }

    /// Passes on all whose time has come. Does nothing while another server does it.
    ///
    /// # Errors
    /// What the database says; what was under way is finished before.
    pub async fn step(&self) -> Result<Passed, StoreError> {
        // a lease is a write, and most of the time there is nothing to do
        if self.store.events_to_forward(self.clock.now(), 1).await?.is_empty() {
            return Ok(Passed::default());
        }
        one_server(&*self.store, LEASE, self.pass_all()).await?.unwrap_or_else(|| Ok(Passed::default()))
    }

    async fn pass_all(&self) -> Result<Passed, StoreError> {
        let (mut lanes, mut busy) = (FuturesUnordered::new(), HashSet::new());
        let mut passed = Passed::default();
        let mut trouble = None;
        loop {
            if trouble.is_none() && !self.stop.is_cancelled() && lanes.len() < SIDE_BY_SIDE {
                // the first events of those that are under way are among them still
                let limit = u32::try_from(SIDE_BY_SIDE + busy.len()).unwrap_or(u32::MAX);
                match self.store.events_to_forward(self.clock.now(), limit).await {
                    Ok(due) => {
                        for event in due {
                            if lanes.len() < SIDE_BY_SIDE && busy.insert(event.session) {
                                lanes.push(self.pass_on(event));
                            }
                        }
                    }
                    Err(error) => trouble = Some(error),
                }
            }
            tokio::select! {
                Some((session, fate)) = lanes.next() => {
                    busy.remove(&session);
                    match fate {
                        Ok(Fate::Taken) => passed.taken += 1,
                        Ok(Fate::PutOff) => passed.put_off += 1,
                        Ok(Fate::GivenUp) => passed.given_up += 1,
                        Err(error) => trouble = Some(error),
                    }
                }
                // an event of a session that has nothing under way
                () = self.forwarding.news.notified(), if !lanes.is_empty() => {}
                else => break,
            }
        }
        trouble.map_or(Ok(passed), Err)
    }

    async fn pass_on(&self, event: WaitingEvent) -> (IntegrationId, Result<Fate, StoreError>) {
        (event.session, self.try_one(&event).await)
    }

    async fn try_one(&self, event: &WaitingEvent) -> Result<Fate, StoreError> {
        let Err(refusal) = self.receiver.hand_over(event).await else {
            self.store.event_forwarded(event.number).await?;
            return Ok(Fate::Taken);
        };
        let again_at = again_at(event, &refusal, self.clock.now());
        self.store.event_not_forwarded(event.number, again_at, &refusal.why).await?;
        let (number, session, tries) = (event.number, event.session, event.tries + 1);
        let why = refusal.why;
        Ok(if again_at.is_some() {
            tracing::info!(event = number, %session, tries, why, "an event is not passed on yet");
            Fate::PutOff
        } else {
            tracing::error!(event = number, %session, tries, why,
                "an event is given up; `wpp-panel admin retry-events` tries it again");
            Fate::GivenUp
        })
    }
}

/// When an event is tried again; `None` if it is given up.
fn again_at(event: &WaitingEvent, refusal: &NotTaken, now: Timestamp) -> Option<Timestamp> {
    if !may_pass(event, refusal) || event.tries + 1 >= MOST_TRIES {
        return None;
    }
    let step = usize::try_from(event.tries).ok().and_then(|tries| WAITS.get(tries)).copied().unwrap_or(LONGEST_WAIT);
    Some(now.plus(refusal.retry_after.map_or(step, |wish| step.max(wish.min(LONGEST_WAIT)))))
}

/// Whether the same event may be taken later.
fn may_pass(event: &WaitingEvent, refusal: &NotTaken) -> bool {
    match refusal.status {
        // a receiver that is set up wrongly says this to every event, and may be put right
        Some(401 | 403 | 404) => event.webhook_key.is_some(),
        Some(408 | 429) => true,
        Some(status) => !(400..500).contains(&status),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::secret::Secret;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn event(tries: u32) -> WaitingEvent {
        let webhook_key = Some(Secret::new("key"));
        WaitingEvent { number: 1, session: IntegrationId(Uuid::nil()), account: None, webhook_key, raw: vec![], tries }
    }

    fn refusal(status: Option<u16>) -> NotTaken {
        NotTaken { status, retry_after: None, why: String::new() }
    }

    #[test]
    fn waits_grow_and_end_after_a_day() {
        let mut total = Duration::ZERO;
        let mut waits = Vec::new();
        for tries in 0.. {
            let Some(at) = again_at(&event(tries), &refusal(Some(503)), NOW) else { break };
            waits.push(at.since(NOW).as_secs());
            total += at.since(NOW);
        }
        assert_eq!(waits[..7], [1, 5, 30, 120, 600, 3600, 3600]);
        assert!(waits.is_sorted() && total > Duration::from_secs(23 * 3600) && total < Duration::from_secs(24 * 3600));
    }

    #[test]
    fn what_a_receiver_may_think_better_of_is_tried_again() {
        for status in [None, Some(301), Some(401), Some(403), Some(404), Some(408), Some(429), Some(500), Some(508)] {
            assert!(again_at(&event(0), &refusal(status), NOW).is_some(), "{status:?}");
        }
        for status in [400, 402, 405, 409, 410, 413, 415, 422] {
            assert_eq!(again_at(&event(0), &refusal(Some(status)), NOW), None, "{status}");
        }
    }

    /// Nobody knows the key of a session that is gone, so what says so will not change its mind.
    #[test]
    fn a_session_that_is_gone_is_not_asked_for_again() {
        let orphan = WaitingEvent { webhook_key: None, ..event(0) };
        for (status, again) in [(Some(401), false), (Some(404), false), (Some(503), true), (None, true)] {
            assert_eq!(again_at(&orphan, &refusal(status), NOW).is_some(), again, "{status:?}");
        }
    }

    #[test]
    fn a_receiver_says_when_but_within_reason() {
        for (wish, tries, wait) in [(20, 0, 20), (1, 2, 30), (1_000_000, 0, 3600)] {
            let refusal = NotTaken { retry_after: Some(Duration::from_secs(wish)), ..refusal(Some(429)) };
            let at = again_at(&event(tries), &refusal, NOW).unwrap();
            assert_eq!(at.since(NOW), Duration::from_secs(wait), "{wish}");
        }
    }
}
