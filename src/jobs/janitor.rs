//! Finishes what the gateway has not confirmed, goes on with what was cut off and takes back what was abandoned.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::connect::{Connect, ConnectError, Recovered, Swept, ports::Clock};

/// Between two steps.
const EVERY: Duration = Duration::from_secs(30);
/// Between two looks for what servers had that have died.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// A database that does not answer at the start is asked again this soon.
const AGAIN: Duration = Duration::from_secs(1);

/// Goes on with what a crash has cut off, sweeps at once and then every 30 s, and takes over from other servers, until
/// `stop`.
pub async fn run(connect: Connect, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let sweeping = async {
        loop {
            match connect.sweep().await {
                Ok(swept) if swept != Swept::default() => tracing::info!(?swept, "swept"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the janitor could not sweep; it tries again"),
            }
            clock.sleep(EVERY).await;
        }
    };
    let recovering = async {
        while !is_read(connect.recover().await) {
            clock.sleep(AGAIN).await;
        }
        loop {
            clock.sleep(LOOK_EVERY).await;
            is_read(connect.take_over().await);
        }
    };
    let forever = async {
        tokio::join!(sweeping, recovering);
    };
    stop.run_until_cancelled(forever).await;
}

fn is_read(recovered: Result<Recovered, ConnectError>) -> bool {
    match &recovered {
        Ok(recovered) if *recovered != Recovered::default() => tracing::info!(?recovered, "what was cut off goes on"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "what was cut off could not be read; it is tried again"),
    }
    recovered.is_ok()
}
