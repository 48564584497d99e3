//! Notices what dropped, and sends what there is to tell.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    alerts::{Alerts, Delivered, Noticed},
    connect::ports::Clock,
};

/// Between two looks at the sessions.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// Between two looks for messages whose time has come.
const SEND_EVERY: Duration = Duration::from_secs(2);

/// Both, until `stop`.
pub(crate) async fn run(alerts: Alerts, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let noticing = async {
        loop {
            clock.sleep(LOOK_EVERY).await;
            match alerts.notice().await {
                Ok(noticed) if noticed != Noticed::default() => tracing::info!(?noticed, "people are told"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "what dropped could not be looked for; it is tried again"),
            }
        }
    };
    let sending = async {
        loop {
            clock.sleep(SEND_EVERY).await;
            match alerts.deliver().await {
                Ok(delivered) if delivered != Delivered::default() => tracing::info!(?delivered, "alerts"),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "alerts cannot be sent now; it is tried again"),
            }
        }
    };
    let forever = async {
        tokio::join!(noticing, sending);
    };
    stop.run_until_cancelled(forever).await;
}
