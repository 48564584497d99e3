//! Finishes what the gateway has not confirmed and takes back what was abandoned.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::connect::{Connect, ports::Clock};

/// Between two steps.
const EVERY: Duration = Duration::from_secs(30);

/// Sweeps at once, since a crash may have left something, and then every 30 s until `stop`.
pub async fn run(connect: Connect, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        loop {
            match connect.sweep().await {
                Ok(swept) if swept != crate::connect::Swept::default() => tracing::info!(?swept, "swept"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the janitor could not sweep; it tries again"),
            }
            clock.sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled(forever).await;
}
