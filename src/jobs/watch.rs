//! Asks for sessions that somebody looks at, and now and then for all others.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    connect::{Connect, ports::Clock},
    live::Hub,
};

/// Between two looks at who is looking.
const STEP: Duration = Duration::from_secs(1);
/// A session in a list that is looked at is asked for this often.
pub const OF_A_LIST: Duration = Duration::from_secs(30);

/// Keeps what is looked at and the codes of open dialogs fresh, and confirms what events said, until `stop`.
pub(crate) async fn looked_at(connect: Connect, hub: Arc<Hub>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    // a list whose gateway is slow must not keep a code waiting
    let soon = async {
        loop {
            clock.sleep(STEP).await;
            connect.confirm().await;
            connect.renew_codes().await;
        }
    };
    let lists = async {
        loop {
            clock.sleep(STEP).await;
            if let Err(error) = connect.watch(&hub.listened(), OF_A_LIST).await {
                tracing::warn!(%error, "what is looked at could not be asked for");
            }
        }
    };
    let forever = async {
        tokio::join!(soon, lists);
    };
    stop.run_until_cancelled(forever).await;
}

/// Asks for everything at least once in `interval` until `stop`.
pub(crate) async fn reconcile(connect: Connect, interval: Duration, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        loop {
            clock.sleep(interval / 8).await;
            match connect.reconcile(interval).await {
                Ok(0) => {}
                Ok(sessions) => tracing::debug!(sessions, "reconciled"),
                Err(error) => tracing::warn!(%error, "sessions could not be reconciled"),
            }
        }
    };
    stop.run_until_cancelled(forever).await;
}
