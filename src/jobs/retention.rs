//! Forgets events and history that are old or too many, and codes in events as soon as they are over.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    connect::ports::{Clock, SessionStore, StoreError},
    domain::time::Timestamp,
};

/// A QR code lives at most this long.
const CODE: Duration = Duration::from_secs(60);
/// Between two looks for codes.
const EVERY: Duration = Duration::from_secs(60);
/// Between two looks for everything else, in looks for codes.
const ALL_EVERY: u32 = 10;
/// How long changes of a state are kept.
const HISTORY: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// How many of a session.
const MOST_HISTORY: u32 = 5_000;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// How long an event is kept that waits for nothing; also one that was given up.
    pub events_for: Duration,
    /// How many events of a session, the newest.
    pub most_events: u32,
}

/// Forgets the codes in events that are over; says how many there were.
///
/// # Errors
/// What the database says.
pub async fn forget_codes(store: &dyn SessionStore, now: Timestamp) -> Result<u64, StoreError> {
    store.forget_codes(before(now, CODE)).await
}

/// Forgets events and history beyond what is kept; says how many lines that were.
///
/// # Errors
/// What the database says.
pub async fn forget(store: &dyn SessionStore, keep: Keep, now: Timestamp) -> Result<u64, StoreError> {
    let mut forgotten = store.forget_changes(before(now, HISTORY), MOST_HISTORY).await?;
    loop {
        match store.forget_events(before(now, keep.events_for), keep.most_events).await? {
            0 => return Ok(forgotten),
            some => forgotten += some,
        }
    }
}

fn before(now: Timestamp, span: Duration) -> Timestamp {
    Timestamp(now.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
}

/// Both at once, and then now and then until `stop`.
pub(crate) async fn run(store: Arc<dyn SessionStore>, keep: Keep, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        for look in 0_u32.. {
            if let Err(error) = forget_codes(&*store, clock.now()).await {
                tracing::warn!(%error, "codes that are over could not be forgotten; it is tried again");
            }
            if look % ALL_EVERY == 0 {
                match forget(&*store, keep, clock.now()).await {
                    Ok(0) => {}
                    Ok(forgotten) => tracing::info!(forgotten, "old events and history are forgotten"),
                    Err(error) => tracing::warn!(%error, "old events could not be forgotten; it is tried again"),
                }
            }
            clock.sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled(forever).await;
}
