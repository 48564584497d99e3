//! Forgets events that are old.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    connect::ports::{Clock, EventStore, StoreError},
    domain::time::Timestamp,
};

/// How long an event is kept that waits for nothing; also one that was given up.
pub const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Between two steps.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Forgets what arrived more than [`KEPT_FOR`] ago; says how many there were.
///
/// # Errors
/// What the database says.
pub async fn step(events: &dyn EventStore, now: Timestamp) -> Result<u64, StoreError> {
    let span = i64::try_from(KEPT_FOR.as_millis()).unwrap_or(i64::MAX);
    events.forget_events(Timestamp(now.0.saturating_sub(span))).await
}

/// A step at once, and then every hour until `stop`.
pub async fn run(events: Arc<dyn EventStore>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        loop {
            match step(&*events, clock.now()).await {
                Ok(0) => {}
                Ok(forgotten) => tracing::info!(forgotten, "old events are forgotten"),
                Err(error) => tracing::warn!(%error, "old events could not be forgotten; it is tried again"),
            }
            clock.sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled(forever).await;
}
