//! `WppMsgClient` of an Edge Function. The plan makes one in each call ("const wpp = new WppMsgClient({ baseUrl,
//! apiKey })"), so each call fetches a token; connections are kept open between calls, in its favour.

use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};
use wpp_panel::sim::DEMO_GLOBAL_KEY;

/// Between two questions for the code.
const STEP: Duration = Duration::from_secs(2);

pub struct Platform {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Platform {
    /// The first call of every Edge Function: the token.
    pub async fn open(http: &reqwest::Client, base: &str) -> Self {
        let request = http.post(format!("{base}/auth/token")).json(&json!({ "apiKey": DEMO_GLOBAL_KEY }));
        let answer = answer(request).await;
        let token = answer["token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Self { http: http.clone(), base: base.to_owned(), token }
    }

    /// "wpp.ensureAccountWithQr(accountNumber, webhookUrl, 30)": start, then the webhook, then the code, one after
    /// another. `None` after 30 s, which is how the plan's 30 is read. The first question for the code follows at once:
    /// the plan does not say so, and it is never slower.
    pub async fn ensure_account_with_qr(&self, number: &str, webhook: &str) -> Option<String> {
        let started = self.post("accounts/start", &json!({ "number": number })).await;
        self.post(&format!("webhooks/{number}"), &json!({ "url": webhook })).await;
        if let Some(code) = started["qr"].as_str() {
            return Some(code.to_owned());
        }
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            let next = Instant::now() + STEP;
            if let Some(code) = self.get(&format!("accounts/{number}/qr")).await["qr"].as_str() {
                return Some(code.to_owned());
            }
            // from question to question, not from answer to question: in its favour
            sleep_until(next).await;
        }
        None
    }

    /// What `wpp-status` asks.
    pub async fn status(&self, number: &str) -> String {
        self.get(&format!("accounts/{number}/status")).await["status"].as_str().unwrap_or_default().to_owned()
    }

    /// Takes the account away after a figure; no part of the plan.
    pub async fn remove(&self, number: &str) {
        let request = self.http.delete(format!("{}/api/accounts/{number}", self.base));
        answer(request.bearer_auth(&self.token)).await;
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        answer(self.http.post(format!("{}/api/{path}", self.base)).bearer_auth(&self.token).json(body)).await
    }

    async fn get(&self, path: &str) -> Value {
        answer(self.http.get(format!("{}/api/{path}", self.base)).bearer_auth(&self.token)).await
    }
}

async fn answer(request: RequestBuilder) -> Value {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let text = answer.text().await.unwrap();
    assert!(status == StatusCode::OK, "{status} {text}");
    serde_json::from_str(&text).unwrap()
}
