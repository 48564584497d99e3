//! An administrator, over REST and with a page open.

use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::Value;

use crate::{client::Crm, line::http, rig::Rig, token};

/// The administrator, over REST and with a page open.
#[derive(Clone)]
pub struct Person {
    pub address: String,
    cookie: String,
    pub token: String,
}

impl Person {
    /// Signed in by the CRM's token.
    pub async fn of(rig: &Rig) -> Self {
        let (address, token) = (rig.panel.address().to_owned(), token::of(&rig.admin));
        let asked = http()
            .post(format!("{address}/auth/exchange"))
            .header("authorization", format!("Bearer {token}"))
            .header(ORIGIN, "https://crm.example.org");
        let body: Value = serde_json::from_str(&asked.send().await.unwrap().text().await.unwrap()).unwrap();
        let entered = http().get(body["url"].as_str().unwrap()).send().await.unwrap();
        let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { address, cookie, token }
    }

    pub fn crm(&self) -> Crm {
        Crm::new(&self.address, self.token.clone())
    }

    /// A page: its status and text; 0 if there was no answer.
    pub async fn page(&self, path: &str) -> (u16, String) {
        let asked = http().get(format!("{}{path}", self.address)).header(COOKIE, &self.cookie).send().await;
        let Ok(answer) = asked else { return (0, String::new()) };
        (answer.status().as_u16(), answer.text().await.unwrap_or_default())
    }

    /// A server function; its answer, if there was one.
    pub async fn call(&self, name: &str, body: &Value) -> Option<Value> {
        let request = http().post(format!("{}/api/{name}", self.address)).header(COOKIE, &self.cookie);
        answer(request.header(ORIGIN, &self.address), body).await
    }
}

/// The JSON of an answer, if there was one.
pub async fn answer(request: reqwest::RequestBuilder, body: &Value) -> Option<Value> {
    let answer = request.header(CONTENT_TYPE, "application/json").body(body.to_string()).send().await.ok()?;
    serde_json::from_str(&answer.text().await.ok()?).ok()
}
