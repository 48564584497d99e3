//! `WppQuickConnect` and `wpp-provision`: from the click to the code, and from the scan to «Подключено!».

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::platform::Platform;

/// "Polling статуса каждые 3 секунды"
const POLL: Duration = Duration::from_secs(3);

/// A page of the plan with its dialog.
pub struct Flow {
    http: reqwest::Client,
    platform: String,
    /// Its account number.
    pub number: String,
}

impl Flow {
    pub fn of(http: &reqwest::Client, platform: &str, number: String) -> Self {
        Self { http: http.clone(), platform: platform.to_owned(), number }
    }

    /// "При клике → POST wpp-provision": when the code is there to be shown.
    pub async fn click(&self) -> Instant {
        let platform = Platform::open(&self.http, &self.platform).await;
        // nobody listens there: the plan does nothing with events
        let code = platform.ensure_account_with_qr(&self.number, "http://127.0.0.1:9/").await;
        assert!(code.is_some(), "the plan never got a code");
        Instant::now()
    }

    /// "Polling статуса каждые 3 секунды", from when the code is shown until it is connected. `setInterval` counts from
    /// question to question, which is the quicker reading.
    pub async fn until_connected(&self) -> Instant {
        let mut due = Instant::now();
        loop {
            due += POLL;
            tokio::time::sleep_until(due).await;
            if self.ask().await == "connected" {
                return Instant::now();
            }
        }
    }

    /// The same while nobody scans.
    pub async fn for_ever(&self) {
        loop {
            self.ask().await;
            sleep(POLL).await;
        }
    }

    /// Takes the account away after a figure.
    pub async fn leave(&self) {
        Platform::open(&self.http, &self.platform).await.remove(&self.number).await;
    }

    /// One call of `wpp-status`: a token of its own, then the question.
    async fn ask(&self) -> String {
        Platform::open(&self.http, &self.platform).await.status(&self.number).await
    }
}
