//! A panel on one SQLite file with the simulator behind it, called as the CRM calls it.

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use wpp_panel::{
    connect::{Patience, ports::Session},
    domain::{actor::Actor, secret::Secret},
    http::{
        App, Settings,
        bearer::{Callers, Trust},
        live::Rooms,
        router,
        site::Site,
    },
    people::People,
    sim::Scan,
};

use crate::{
    bearer_kit::{SECRET, hs256},
    panel::HTTP,
    support::{
        clock::ManualClock,
        log,
        world::{Shape, World},
    },
};

/// What was answered.
pub struct Reply {
    pub status: u16,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        let body = self.json();
        assert_eq!(body["success"], true, "{body}");
        body
    }

    /// The sentence of a refusal with this status.
    #[track_caller]
    pub fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["success"], false, "{body}");
        let error = body["error"].as_str().unwrap_or_default().to_owned();
        assert!(!error.is_empty(), "{body}");
        error
    }
}

pub struct Rest {
    pub world: World,
    pub clock: Arc<ManualClock>,
    pub admin: Actor,
    router: Router,
}

impl Rest {
    pub async fn new(key_per_client: bool) -> Self {
        Self::patient(key_per_client, Patience::default()).await
    }

    pub async fn patient(key_per_client: bool, patience: Patience) -> Self {
        log::keep();
        let clock = Arc::new(ManualClock::default());
        let world = World::shaped(Shape { clock: clock.clone(), key_per_client, patience, ..Shape::default() }).await;
        let people = Arc::new(People::new(world.store.clone(), clock.clone(), world.random.clone()));
        let trust = Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() };
        let app = App {
            connect: world.connect.clone(),
            rooms: Rooms::new(world.hub.clone(), world.connect.clone()),
            alerts: world.alerts(),
            leaving: CancellationToken::new(),
            metrics: Arc::default(),
            stopping: CancellationToken::new(),
            integrations: world.integrations(),
            sim: None,
            callers: Arc::new(Callers::new(trust, people.clone(), clock.clone()).unwrap()),
            people,
            clock: clock.clone(),
            random: world.random.clone(),
            settings: Arc::new(Settings::new(HTTP, false)),
            site: Arc::new(Site::load(Path::new("/nonexistent/site"))),
        };
        let admin = world.admin().await;
        Self { world, clock, admin, router: router(app) }
    }

    /// Sends a request as somebody, or as nobody.
    pub async fn send(&self, who: Option<&Actor>, mut request: Request<Body>) -> Reply {
        if let Some(actor) = who {
            let until = self.world.connect.now().0 / 1_000 + 600;
            let claims = json!({ "sub": actor.user, "aud": "authenticated", "role": "authenticated", "exp": until });
            let bearer = format!("bearer {}", hs256(&claims));
            request.headers_mut().insert("authorization", bearer.parse().unwrap());
        }
        let call = format!("{} {}", request.method(), request.uri().path());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, 4 * 1024 * 1024).await.unwrap().to_vec()).unwrap();
        exercised(&call, parts.status.as_u16());
        assert_eq!(parts.headers["cache-control"], "no-store", "{call}");
        assert_eq!(parts.headers["content-type"], "application/json", "{call} {} {text}", parts.status);
        Reply { status: parts.status.as_u16(), text }
    }

    pub async fn call(&self, who: Option<&Actor>, method: &str, call: &str, body: impl Into<Body>) -> Reply {
        self.send(who, request(method, call).body(body.into()).unwrap()).await
    }

    pub async fn post(&self, call: &str, body: Value) -> Reply {
        self.call(Some(&self.admin), "POST", call, body.to_string()).await
    }

    pub async fn get(&self, call: &str) -> Reply {
        self.call(Some(&self.admin), "GET", call, "").await
    }

    /// A POST with a key that names the request.
    pub async fn keyed(&self, call: &str, key: &str, body: Value) -> Reply {
        let request = request("POST", call).header("idempotency-key", key).body(Body::from(body.to_string())).unwrap();
        self.send(Some(&self.admin), request).await
    }

    pub async fn rows(&self) -> Vec<Session> {
        self.world.connect.list(&self.admin).await.unwrap()
    }

    /// Time passes, here and at the platform.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        self.world.sim.advance(Duration::from_secs(seconds));
    }

    pub fn scan(&self, account: &str) {
        self.world.sim.scan(account, Scan::default()).unwrap();
    }

    /// Provisions and links; the answer of provisioning.
    pub async fn connected(&self) -> Value {
        let made = self.post("wpp-provision", json!({})).await.ok();
        self.link(&made["session"]).await;
        made
    }

    /// One more, linked.
    pub async fn one_more(&self) -> Value {
        let made = self.post("wpp-create", json!({ "add_new": true })).await.ok();
        self.link(&made["session"]).await;
        made
    }

    /// A phone scans; the next poll sees it.
    pub async fn link(&self, session: &Value) {
        self.scan(session.as_str().unwrap());
        self.pass(3);
        let status = self.post("wpp-status", json!({ "session_name": session })).await.ok();
        assert_eq!(status["status"], "connected", "{status}");
    }

    /// How many accounts and clients the platform has.
    pub fn at_platform(&self) -> (usize, usize) {
        let clients = self.world.sim.keys().iter().filter(|key| key.id != "global").count();
        (self.world.sim.accounts().len(), clients)
    }
}

pub fn request(method: &str, call: &str) -> axum::http::request::Builder {
    let path = if call.starts_with('/') { call.to_owned() } else { format!("/functions/v1/{call}") };
    Request::builder().method(method.parse::<Method>().unwrap()).uri(path)
}

/// Every pair of a call and a status that tests have seen, also as lines `METHOD path<tab>status` in
/// `rest-exercised.tsv` in Cargo's folder for test files.
pub fn exercised(call: &str, status: u16) {
    static FILE: OnceLock<Mutex<std::fs::File>> = OnceLock::new();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rest-exercised.tsv");
    let file = FILE.get_or_init(|| Mutex::new(std::fs::File::create(path).unwrap()));
    if seen().lock().unwrap_or_else(PoisonError::into_inner).insert((call.to_owned(), status)) {
        let line = format!("{call}\t{status}\n");
        file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes()).unwrap();
    }
}

fn seen() -> &'static Mutex<BTreeSet<(String, u16)>> {
    static SEEN: Mutex<BTreeSet<(String, u16)>> = Mutex::new(BTreeSet::new());
    &SEEN
}
