//! Everything that people, a CRM and the platform do.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Mutex,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;
use wpp_panel::sim::{Scan, Span};

use crate::{client::Crm, line::http, page::Page, stage::Stage, token};

/// A platform that fails may be told so, and a race may be lost; nothing else.
const TOLD: [u16; 5] = [409, 429, 502, 503, 504];
const SOON: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_secs(15);

/// What has happened.
pub struct Tally {
    end: Instant,
    events: Mutex<HashSet<String>>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
    surprises: Mutex<Vec<String>>,
}

impl Tally {
    pub fn until(end: Instant) -> Self {
        Self { end, events: Mutex::default(), counts: Mutex::default(), surprises: Mutex::default() }
    }

    fn goes_on(&self) -> bool {
        Instant::now() < self.end
    }

    fn count(&self, what: &'static str) {
        *self.counts.lock().unwrap().entry(what).or_default() += 1;
    }

    fn surprise(&self, what: String) {
        self.surprises.lock().unwrap().push(what);
    }

    /// The ids of all events that were answered 200.
    pub fn events(&self) -> HashSet<String> {
        self.events.lock().unwrap().clone()
    }

    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        self.counts.lock().unwrap().iter().map(|(name, count)| (*name, *count)).collect()
    }

    pub fn surprises(&self) -> usize {
        self.surprises.lock().unwrap().len()
    }

    /// The first surprises, on standard output.
    pub fn tell(&self) {
        for surprise in self.surprises.lock().unwrap().iter().take(20) {
            println!("{surprise}");
        }
    }
}

/// The load on one stage.
pub struct Load<'a> {
    pub stage: &'a Stage,
    pub tally: &'a Tally,
}

impl Load<'_> {
    /// Two sign-ins each.
    fn page(&self, organization: usize) -> Page {
        self.stage.page(organization * 2)
    }

    /// A connected session of an organization: its id and its webhook.
    pub async fn connected(&self, organization: usize) -> (Value, String) {
        let (id, number) = self.stage.waiting(organization * 2).await;
        self.stage.handle().scan(&number, Scan::default()).unwrap();
        assert!(self.becomes(&self.page(organization), &id, "connected").await, "a session is not connected");
        (id, self.stage.handle().account(&number).unwrap().webhook.unwrap())
    }

    /// Connects, renames and disconnects, or cancels half way, for as long as it lasts.
    pub async fn cycles(&self, organization: usize) {
        let page = self.page(organization);
        for turn in 0.. {
            if !self.tally.goes_on() {
                return;
            }
            let attempt = json!(Uuid::new_v4());
            let Some(made) = self.asked(&page, "wpp_create", json!({ "attempt": attempt })).await else { continue };
            let (id, number) = (made["id"].clone(), made["account"].as_str().unwrap_or_default().to_owned());
            if turn % 5 == 4 || !self.scanned(&number).await || !self.becomes(&page, &id, "connected").await {
                self.asked(&page, "wpp_cancel", json!({ "attempt": attempt, "id": id })).await;
                self.tally.count("attempts cancelled");
                continue;
            }
            self.tally.count("sessions connected");
            self.asked(&page, "wpp_rename", json!({ "id": id, "name": format!("Приёмная {turn}") })).await;
            while self.asked(&page, "wpp_disconnect", json!({ "id": id })).await.is_none() {}
        }
    }

    /// Whether there was a code, which is then scanned.
    async fn scanned(&self, number: &str) -> bool {
        let handle = self.stage.handle();
        let coded = handle.until(|sim| sim.account(number).is_some_and(|account| account.code.is_some()));
        tokio::time::timeout(PATIENCE, coded).await.is_ok() && handle.scan(number, Scan::default()).is_ok()
    }

    async fn becomes(&self, page: &Page, id: &Value, state: &str) -> bool {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let found = self.asked(page, "list_integrations", json!({ "force": false })).await;
            let cards = found.as_ref().and_then(|panel| panel["cards"].as_array());
            if cards.is_some_and(|cards| cards.iter().any(|card| card["id"] == *id && card["state"] == state)) {
                return true;
            }
            tokio::time::sleep(SOON).await;
        }
        false
    }

    /// The answer; `None` where the platform's trouble was told.
    async fn asked(&self, page: &Page, name: &str, body: Value) -> Option<Value> {
        let (status, answer) = page.ask(name, &body).await;
        self.tally.count("calls of pages");
        if status == 200 {
            return Some(answer);
        }
        if TOLD.contains(&status) {
            self.tally.count("calls told of the platform's trouble");
        } else {
            self.tally.surprise(format!("{name}: {status} {answer}"));
        }
        tokio::time::sleep(SOON).await;
        None
    }

    /// Ten events a second: fewer in all than are kept of a session.
    pub async fn events(&self, webhook: &str) {
        let http = http();
        while self.tally.goes_on() {
            let id = format!("evt_{}", Uuid::new_v4().simple());
            let body = json!({ "id": id, "type": "message.incoming", "data": { "text": "Здравствуйте!" } });
            match http.post(webhook).json(&body).send().await {
                Ok(answer) if answer.status() == 200 => {
                    self.tally.events.lock().unwrap().insert(id);
                    self.tally.count("events taken");
                }
                other => self.tally.surprise(format!("an event: {:?}", other.map(|answer| answer.status()))),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Opens the page with the long list, looks, and goes.
    pub async fn visits(&self, visitor: usize) {
        let page = self.stage.page(visitor % 2);
        while self.tally.goes_on() {
            page.html().await;
            let stream = page.stream().await;
            self.asked(&page, "list_integrations", json!({ "force": visitor == 0 })).await;
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            drop(stream);
            self.tally.count("pages opened and closed");
        }
    }

    /// The CRM asks for a session's status.
    pub async fn calls(&self, organization: usize, id: &Value) {
        let user = self.stage.people[organization].to_string();
        let crm = Crm::new(self.stage.panel.address(), token::of(&user));
        while self.tally.goes_on() {
            let answer = crm.post("wpp-status", json!({ "integration_id": id })).await;
            self.tally.count("calls of a CRM");
            if answer.status != 200 {
                self.tally.surprise(format!("wpp-status: {} {}", answer.status, answer.body));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Somebody tries passwords from many addresses.
    pub async fn guesses(&self) {
        let (http, address) = (http(), self.stage.panel.address());
        for guess in 0_u32.. {
            if !self.tally.goes_on() {
                return;
            }
            let [_, a, b, c] = guess.to_be_bytes();
            let form = [("email", format!("nobody{guess}@example.org")), ("password", "a wrong password".to_owned())];
            let body = form.map(|(name, value)| format!("{name}={}", value.replace('@', "%40").replace(' ', "+")));
            let request = http.post(format!("{address}/login")).header("origin", address);
            let request = request.header("x-forwarded-for", format!("10.{a}.{b}.{c}"));
            let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.join("&"));
            let status = request.send().await.unwrap().status().as_u16();
            self.tally.count("passwords guessed");
            if status != 422 {
                self.tally.surprise(format!("a wrong password: {status}"));
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// The platform fails in turns, and is away for 3 s each minute.
    pub async fn weather(&self) {
        let handle = self.stage.handle();
        let kinds = ["error", "html", "truncated", "wrong_types", "cut", "close", "hang"];
        for turn in 0.. {
            tokio::time::sleep(Duration::from_secs(12)).await;
            if !self.tally.goes_on() {
                handle.clear_faults();
                handle.change(|settings| settings.delay_ms = Span::fixed(0)).unwrap();
                return;
            }
            if turn % 5 == 4 {
                handle.down();
                tokio::time::sleep(Duration::from_secs(3)).await;
                handle.up();
                self.tally.count("times the platform was away");
                continue;
            }
            let times = if kinds[turn % kinds.len()] == "hang" { 2 } else { 20 };
            let fault = json!({ "times": times, "body": kinds[turn % kinds.len()] });
            handle.fail(serde_json::from_value(fault).unwrap()).unwrap();
            self.tally.count("times the platform failed");
        }
    }
}
