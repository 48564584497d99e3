//! Brings the webhooks of adopted sessions to us, once each. Only where events are passed on: else the CRM would hear
//! nothing any more.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::connect::{Connect, ConnectError, Forwarding, ports::Clock};

/// Between two steps: what failed is tried again.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Webhooks that come to us now.
    pub taken: usize,
    /// Those that go where they went.
    pub failed: usize,
}

/// Brings here what was never brought here. Does nothing while another server does it.
///
/// # Errors
/// [`ConnectError::Store`] if the sessions could not be read.
pub async fn step(connect: &Connect) -> Result<Taken, ConnectError> {
    match connect.take_webhooks(false).await {
        Ok(moved) => {
            let taken = moved.iter().filter(|moved| moved.outcome.is_ok()).count();
            Ok(Taken { taken, failed: moved.len() - taken })
        }
        Err(ConnectError::Busy) => Ok(Taken::default()),
        Err(error) => Err(error),
    }
}

/// A step at once, every 10 minutes, and when an account was started whose webhook goes somewhere else; until `stop`.
pub async fn run(connect: Connect, forwarding: Forwarding, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        loop {
            match step(&connect).await {
                Ok(Taken { failed: 0, .. }) => {}
                Ok(Taken { failed, .. }) => {
                    tracing::warn!(failed, "webhooks of adopted sessions could not be brought here; it is tried again");
                }
                Err(error) => tracing::warn!(%error, "webhooks could not be brought here; it is tried again"),
            }
            tokio::select! {
                () = forwarding.started_elsewhere.notified() => {}
                () = clock.sleep(EVERY) => {}
            }
        }
    };
    stop.run_until_cancelled(forever).await;
}
