//! A notification of browsers: pages hear of it as they hear of everything else.

use std::time::Duration;

use crate::domain::alert::{AlertChannel, AlertKind, AlertMessage, Notice};

use super::Outlets;

/// Whoever presses «Проверить» leaves the page by that: it hears of the test before the answer takes it away.
const AHEAD: Duration = Duration::from_millis(400);

impl Outlets {
    /// Nobody says whether it was seen: a page that is closed hears nothing, and shows the state itself when it is opened.
    pub(super) async fn notify(&self, channel: &AlertChannel, message: &AlertMessage) {
        let notice = Notice { kind: message.alert.kind, session: message.alert.session };
        self.publisher.alerted(channel.organization, notice);
        if notice.kind == AlertKind::Test {
            tokio::time::sleep(AHEAD).await;
        }
    }
}
