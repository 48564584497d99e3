//! Believing what events said, in the order of their arrival for each session, sessions side by side.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tracing::Instrument as _;

use crate::domain::{evidence::Source, ids::IntegrationId, time::Timestamp, word::GatewayWord};

use super::{
    Connect, ConnectError, Unsettled, fold,
    ports::{OpenEvent, Reported},
    turn::one_server,
};

/// Events that a step of the job takes up at once.
const AT_ONCE: u32 = 500;
/// What came in one breath: of more than these the older ones are overtaken.
const IN_ONE_BREATH: usize = 8;
/// Events of one session that may wait in memory. Those beyond are in the database, and the job takes them up.
const WAITING: usize = 256;

/// Events that wait for their session's turn; a session that has an entry has a task that empties it.
#[derive(Default)]
pub struct Lanes(Mutex<HashMap<IntegrationId, Vec<Unsettled>>>);

impl Lanes {
    /// Puts an event in; whether a task must be started for it.
    fn push(&self, unsettled: Unsettled) -> bool {
        let mut lanes = self.lock();
        let starts = !lanes.contains_key(&unsettled.event.session);
        let lane = lanes.entry(unsettled.event.session).or_default();
        if lane.len() < WAITING {
            lane.push(unsettled);
        }
        starts
    }

    /// All that waits; the lane is closed if nothing does.
    fn take(&self, session: IntegrationId) -> Option<Vec<Unsettled>> {
        let mut lanes = self.lock();
        let waiting = std::mem::take(lanes.get_mut(&session)?);
        if waiting.is_empty() {
            lanes.remove(&session);
            return None;
        }
        Some(waiting)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IntegrationId, Vec<Unsettled>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connect {
    /// Believes an event in the background. If that fails it stays open, and [`Connect::settle_left`] finds it.
    pub fn settle_soon(&self, unsettled: Unsettled) {
        let session = unsettled.event.session;
        if !self.parts.lanes.push(unsettled) {
            return;
        }
        let this = self.clone();
        let settling = async move {
            while let Some(waiting) = this.parts.lanes.take(session) {
                if let Err(error) = this.settle(waiting).await {
                    tracing::warn!(%session, %error, "events could not be believed yet; it is tried again");
                }
            }
        };
        self.parts.tasks.spawn(settling.in_current_span());
    }

    /// Believes events of one session, in their order.
    ///
    /// # Errors
    /// [`ConnectError::Store`]; they stay open.
    pub async fn settle(&self, events: Vec<Unsettled>) -> Result<(), ConnectError> {
        let numbers: Vec<i64> = events.iter().map(|unsettled| unsettled.event.number).collect();
        let events = in_one_breath(events);
        let Some(id) = events.first().map(|unsettled| unsettled.event.session) else { return Ok(()) };
        for Unsettled { event: OpenEvent { told, .. }, qr } in &events {
            let seen = Reported { word: told.word.clone(), qr: qr.clone(), phone: told.phone.clone() };
            let mut is_old = false;
            self.change(id, |session, now| {
                is_old = Self::is_old_news(told, session.live.evidence.told_at);
                if is_old {
                    return session.live.clone();
                }
                let mut live = fold::report(session, &seen, Source::Webhook, now);
                live.evidence.told_at = live.evidence.told_at.max(told.happened_at);
                live
            })
            .await?;
            // a code that is not there any more is asked for; one that is speaks for itself
            let speaks_for_itself = told.word == GatewayWord::QrNeeded && qr.is_some() && !is_old;
            if !speaks_for_itself && !matches!(told.word, GatewayWord::Unknown(_)) {
                self.confirm_soon(id);
            }
        }
        Ok(self.parts.store.settle_events(&numbers).await?)
    }

    /// Believes what arrived at least `age` ago and is open still: of a server that died, or of a database that was away.
    /// Of several servers one does so at a time. Says how many there were.
    ///
    /// # Errors
    /// [`ConnectError::Store`]
    pub async fn settle_left(&self, age: Duration) -> Result<usize, ConnectError> {
        let span = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        let before = Timestamp(self.now().0.saturating_sub(span).saturating_add(1));
        // a lease is a write, and most of the time there is nothing to do
        if self.parts.store.open_events(before, 1).await?.is_empty() {
            return Ok(0);
        }
        let work = async {
            let mut left: HashMap<IntegrationId, Vec<Unsettled>> = HashMap::new();
            let events = self.parts.store.open_events(before, AT_ONCE).await?;
            let count = events.len();
            for event in events {
                left.entry(event.session).or_default().push(Unsettled { event, qr: None });
            }
            for (session, events) in left {
                if let Err(error) = self.settle(events).await {
                    tracing::warn!(%session, %error, "events could not be believed yet; it is tried again");
                }
            }
            Ok::<_, ConnectError>(count)
        };
        one_server(&*self.parts.store, "job:inbox", work).await?.unwrap_or(Ok(0))
    }
}

/// The same word again is no news, and old news is overtaken: a flood must not become as many writes.
fn in_one_breath(events: Vec<Unsettled>) -> Vec<Unsettled> {
    let mut kept: Vec<Unsettled> = Vec::with_capacity(events.len().min(IN_ONE_BREATH));
    for unsettled in events {
        match kept.last_mut() {
            Some(last) if last.event.told.word == unsettled.event.told.word => *last = unsettled,
            _ => kept.push(unsettled),
        }
    }
    let overtaken = kept.len().saturating_sub(IN_ONE_BREATH);
    kept.split_off(overtaken)
}
