//! What is done at one server is seen by the pages of another at once, without a question to the platform.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{client::Crm, line::http, rig::Rig, token};

/// Less than a sign of life, and much less than a server's own questions take.
const AT_ONCE: Duration = Duration::from_secs(5);

/// A page that hears of changes.
struct Page {
    answer: reqwest::Response,
    text: String,
}

impl Page {
    async fn open(panel: &str, cookie: &str) -> Self {
        let answer = http().get(format!("{panel}/api/live")).header("cookie", cookie).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        Self { answer, text: String::new() }
    }

    /// The next event; `None` when there will be none.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
                let event = (field("event: "), serde_json::from_str(&field("data: ")).unwrap());
                self.text = rest.to_owned();
                return Some(event);
            }
            let more = self.answer.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&more).unwrap());
        }
    }

    /// Reads on until an event is like this.
    async fn until(&mut self, what: &str, is_it: impl Fn(&str, &Value) -> bool) {
        let reading = async {
            loop {
                let (name, data) = self.next().await.unwrap();
                if is_it(&name, &data) {
                    return;
                }
            }
        };
        assert!(tokio::time::timeout(AT_ONCE, reading).await.is_ok(), "{what}");
    }

    /// Reads on until the list, or one card of it, has this.
    async fn shows(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) {
        self.until(what, |name, data| match name {
            "card" => is_it(&data["card"]),
            "panel" => data["cards"].as_array().unwrap().iter().any(&is_it),
            _ => false,
        })
        .await;
    }
}

/// Somebody's cookie, which counts at every server.
async fn cookie_of(panel: &str, user: &str) -> String {
    let bearer = format!("Bearer {}", token::of(user));
    let exchange = http().post(format!("{panel}/auth/exchange")).header("authorization", bearer);
    let answer = exchange.header("origin", "https://crm.example.org").send().await.unwrap();
    let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let entered = http().get(body["url"].as_str().unwrap()).send().await.unwrap();
    entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn post(panel: &str, cookie: &str, path: &str, body: &Value) -> u16 {
    let request =
        http().post(format!("{panel}{path}")).header("cookie", cookie).header("sec-fetch-site", "same-origin");
    let answer = request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_at_one_is_seen_at_the_other() {
    let rig = Rig::postgres().await;
    // no event tells either of them
    rig.sim.handle().patch(&json!({ "webhooks": false })).unwrap();
    let other = rig.second_panel();
    let here = rig.panel.address();
    let crm = Crm::new(here, token::of(&rig.admin));
    let (admin, member) = (cookie_of(here, &rig.admin).await, cookie_of(here, &rig.member).await);
    let mut page = Page::open(other.address(), &admin).await;
    let mut members = Page::open(other.address(), &member).await;

    let made = crm.post("wpp-provision", json!({})).await.ok();
    let id = &made["integration_id"];
    for page in [&mut page, &mut members] {
        page.shows("its card", |card| card["id"] == *id && card["state"] == "awaiting_scan").await;
    }

    let asked = rig.sim.handle().calls().len();
    let renamed = post(here, &admin, "/api/wpp_rename", &json!({ "id": id, "name": "Приёмная" })).await;
    assert_eq!(renamed, 200);
    for page in [&mut page, &mut members] {
        page.shows("its name", |card| card["name"] == "Приёмная").await;
    }
    assert_eq!(rig.sim.handle().calls().len(), asked, "the platform was not asked");

    crm.post("wpp-disconnect", json!({ "integration_id": id })).await.ok();
    page.until("that it is gone", |name, data| name == "gone" && data == id).await;

    assert_eq!(post(here, &member, "/logout", &json!({})).await, 303);
    let ended = async { while members.next().await.is_some() {} };
    assert!(tokio::time::timeout(AT_ONCE, ended).await.is_ok(), "the sign-in has ended, and so has its stream");
    post(here, &admin, "/api/wpp_provision", &json!({ "attempt": uuid::Uuid::new_v4() })).await;
    page.until("the code", |name, data| name == "progress" && data["step"]["scan"]["picture"]["svg"].is_string()).await;
}
