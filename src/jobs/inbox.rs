//! Believes events that were kept and not believed, and tells the platform webhook keys that it has not taken.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::connect::{Connect, ports::Clock};

/// Between two steps.
const EVERY: Duration = Duration::from_secs(1);
/// An event this old was left behind: whoever keeps one believes it within milliseconds.
pub const LEFT_BEHIND: Duration = Duration::from_secs(3);
/// Between two tries to tell a key, in steps.
const TELL_EVERY: u32 = 30;

/// Steps until `stop`; the first at once.
pub(crate) async fn run(connect: Connect, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let forever = async {
        // one line when trouble begins, not one a second
        let (mut is_in_trouble, mut step) = (false, 0_u32);
        loop {
            let believed = connect.settle_left(LEFT_BEHIND).await;
            let told = if step.is_multiple_of(TELL_EVERY) { connect.tell_webhook_keys().await } else { Ok(0) };
            match believed.and_then(|believed| Ok((believed, told?))) {
                Ok((believed, told)) => {
                    is_in_trouble = false;
                    if believed + told > 0 {
                        tracing::info!(believed, told, "events that were left behind, webhook keys that were not told");
                    }
                }
                Err(error) => {
                    if !is_in_trouble {
                        tracing::warn!(%error, "events cannot be believed now; it is tried again every second");
                    }
                    is_in_trouble = true;
                }
            }
            step = step.wrapping_add(1);
            clock.sleep(EVERY).await;
        }
    };
    stop.run_until_cancelled(forever).await;
}
