//! A simulator, a client for it, and a receiver for its events.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode};
use reqwest::{Method, Response, redirect::Policy};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch};
use wpp_panel::sim::{DEMO_CLIENT_SECRET, DEMO_GLOBAL_KEY, Handle, Sim, SimConfig, Span};

/// A number as the global mode chooses it.
pub const NUMBER: &str = "org_1a2b3c4d";

/// Longer than anything here takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it never happened")
}

pub struct Rig {
    pub sim: Sim,
    pub handle: Handle,
    pub client: reqwest::Client,
}

impl Rig {
    /// Default settings, but codes and connections without a delay: they have tests of their own.
    pub async fn new() -> Self {
        let rig = Self::with(SimConfig::default()).await;
        rig.handle
            .change(|settings| {
                settings.qr_delay_ms = Span::fixed(0);
                settings.link_ms = Span::fixed(0);
                settings.retry_ms = 1;
            })
            .unwrap();
        rig
    }

    pub async fn with(config: SimConfig) -> Self {
        // reqwest without a built-in provider panics when a client is built, even for plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sim = Sim::start(config).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { handle: sim.handle(), sim, client }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.sim.base_url()))
    }

    pub async fn send(&self, method: Method, path: &str, bearer: &str, body: Value) -> (u16, Value) {
        let mut request = self.request(method, path).json(&body);
        if !bearer.is_empty() {
            request = request.bearer_auth(bearer);
        }
        read(soon(request.send()).await.unwrap()).await
    }

    pub async fn get(&self, path: &str, bearer: &str) -> (u16, Value) {
        read(soon(self.request(Method::GET, path).bearer_auth(bearer).send()).await.unwrap()).await
    }

    pub async fn post(&self, path: &str, bearer: &str, body: Value) -> (u16, Value) {
        self.send(Method::POST, path, bearer, body).await
    }

    pub async fn order(&self, path: &str, body: Value) -> (u16, Value) {
        self.post(&format!("/control/{path}"), "", body).await
    }

    pub async fn token(&self, key: &str) -> (u16, Value) {
        self.post("/auth/token", "", json!({ "apiKey": key })).await
    }

    /// A token for the global key.
    pub async fn global(&self) -> String {
        let (status, body) = self.token(DEMO_GLOBAL_KEY).await;
        assert_eq!(status, 200, "{body}");
        body["token"].as_str().unwrap().to_owned()
    }

    pub async fn create(&self, organization: &str) -> (u16, Value) {
        let body = json!({ "organizationId": organization });
        self.post("/api/integrations/wpp/create", DEMO_CLIENT_SECRET, body).await
    }

    pub async fn start(&self, token: &str, number: &str) -> Value {
        let (status, body) = self.post("/api/accounts/start", token, json!({ "number": number })).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    pub async fn status(&self, token: &str, number: &str) -> Value {
        let (status, body) = self.get(&format!("/api/accounts/{number}/status"), token).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// A started account with a code, and a token for it.
    pub async fn with_code() -> (Self, String) {
        let rig = Self::new().await;
        let token = rig.global().await;
        rig.start(&token, NUMBER).await;
        (rig, token)
    }
}

async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let body = soon(response.bytes()).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// Receives events and answers them with the given statuses, then with 200.
pub struct Receiver {
    pub url: String,
    events: watch::Receiver<Vec<Value>>,
}

struct Inbox {
    events: watch::Sender<Vec<Value>>,
    answers: Vec<u16>,
}

impl Receiver {
    pub async fn start(answers: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?key=secret", listener.local_addr().unwrap());
        let (sender, events) = watch::channel(Vec::new());
        let inbox = Arc::new(Inbox { events: sender, answers: answers.to_vec() });
        let app = Router::new().fallback(receive).with_state(inbox);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, events }
    }

    /// The first `count` events, as soon as there are so many.
    pub async fn events(&mut self, count: usize) -> Vec<Value> {
        soon(self.events.wait_for(|events| events.len() >= count)).await.unwrap()[..count].to_vec()
    }

    pub fn so_far(&self) -> usize {
        self.events.borrow().len()
    }
}

async fn receive(State(inbox): State<Arc<Inbox>>, body: String) -> StatusCode {
    let mut index = 0;
    inbox.events.send_modify(|events| {
        index = events.len();
        events.push(serde_json::from_str(&body).unwrap());
    });
    StatusCode::from_u16(inbox.answers.get(index).copied().unwrap_or(200)).unwrap()
}
