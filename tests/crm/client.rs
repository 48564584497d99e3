//! The CRM's wrapper around `fetch`: three more tries on 408, 429, 5xx and network errors, and its two polling loops.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::line::http;

const RETRIES: usize = 3;
/// The loops wait two and three seconds in the CRM; what they wait for here comes by webhook.
const POLL: Duration = Duration::from_millis(30);
const PATIENCE: usize = 400;

pub struct Crm {
    http: reqwest::Client,
    base: String,
    token: String,
}

/// What the wrapper hands on.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Crm {
    pub fn new(base: &str, token: String) -> Self {
        Self { http: http(), base: base.to_owned(), token }
    }

    pub async fn post(&self, call: &str, body: Value) -> Answer {
        self.ask(Method::POST, call, Some(body)).await
    }

    pub async fn get(&self, call: &str) -> Answer {
        self.ask(Method::GET, call, None).await
    }

    pub async fn put(&self, call: &str, body: Value) -> Answer {
        self.ask(Method::PUT, call, Some(body)).await
    }

    pub async fn delete(&self, call: &str) -> Answer {
        self.ask(Method::DELETE, call, None).await
    }

    pub async fn ask(&self, method: Method, call: &str, body: Option<Value>) -> Answer {
        let mut tries = 0;
        loop {
            let answer = self.once(method.clone(), call, body.as_ref()).await;
            let again = answer.as_ref().map_or(true, |answer| matches!(answer.status, 408 | 429 | 500 | 502..=504));
            match answer {
                Ok(answer) if !again || tries == RETRIES => return answer,
                Err(error) if tries == RETRIES => panic!("{call}: {error}"),
                _ => tries += 1,
            }
        }
    }

    async fn once(&self, method: Method, call: &str, body: Option<&Value>) -> Result<Answer, reqwest::Error> {
        let mut request = self
            .http
            .request(method, format!("{}/functions/v1/{call}", self.base))
            // as supabase-js writes it, and as a hand-written caller did
            .header("authorization", format!("bearer {}", self.token))
            .header("apikey", "anything")
            .header("x-client-info", "supabase-js-web/2.45.0")
            .header("origin", "https://crm.example.org");
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        Ok(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::Null) })
    }

    /// Its loop over `wpp-status`, until the status is this one.
    pub async fn until(&self, session: &Value, status: &str) -> Value {
        let mut last = Value::Null;
        for _ in 0..PATIENCE {
            let answer = self.post("wpp-status", json!({ "integration_id": session, "force": true })).await.ok();
            if answer["status"] == status {
                return answer;
            }
            last = answer;
            tokio::time::sleep(POLL).await;
        }
        panic!("never {status}; at last {last}");
    }

    /// Its loop over `wpp-qr`, until there is a code.
    pub async fn code(&self, session: &Value) -> String {
        for _ in 0..PATIENCE {
            let answer = self.get(&format!("wpp-qr?session={}", session.as_str().unwrap())).await.ok();
            if let Some(code) = answer["qr"].as_str() {
                return code.to_owned();
            }
            tokio::time::sleep(POLL).await;
        }
        panic!("never a code");
    }

    /// The rows of WhatsApp.
    pub async fn integrations(&self) -> Vec<Value> {
        let answer = self.get("messenger-integrations?messenger_type=whatsapp").await.ok();
        answer["integrations"].as_array().unwrap().clone()
    }
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status) && self.body["success"] == true, "{self:?}");
        self.body
    }
}
