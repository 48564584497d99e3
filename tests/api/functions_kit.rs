//! A panel whose people and sessions are in one SQLite file, with the simulator behind it, and calls as the page makes
//! them.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use wpp_panel::{
    connect::{Patience, ports::NewSignIn},
    domain::{actor::Actor, time::Timestamp},
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
    answer::Answer,
    panel::{HTTP, request},
    support::{
        clock::ManualClock,
        world::{Shape, World},
    },
};

pub struct Kit {
    pub world: World,
    pub clock: Arc<ManualClock>,
    pub admin: Actor,
    /// The administrator's cookie.
    pub cookie: String,
    pub stopping: CancellationToken,
    pub app: App,
    router: Router,
}

impl Kit {
    pub async fn new(key_per_client: bool) -> Self {
        Self::trusting(key_per_client, Settings::new(HTTP, false), Trust::default()).await
    }

    /// One with another patience.
    pub async fn patient(patience: Patience) -> Self {
        Self::made(true, Settings::new(HTTP, false), Trust::default(), patience).await
    }

    /// One that a CRM calls.
    pub async fn trusting(key_per_client: bool, settings: Settings, trust: Trust) -> Self {
        Self::made(key_per_client, settings, trust, Patience::default()).await
    }

    async fn made(key_per_client: bool, settings: Settings, trust: Trust, patience: Patience) -> Self {
        let clock = Arc::new(ManualClock::default());
        let world = World::shaped(Shape { clock: clock.clone(), key_per_client, patience, ..Shape::default() }).await;
        let stopping = CancellationToken::new();
        let people = Arc::new(People::new(world.store.clone(), clock.clone(), world.random.clone()));
        let app = App {
            connect: world.connect.clone(),
            rooms: Rooms::new(world.hub.clone(), world.connect.clone()),
            alerts: world.alerts(),
            leaving: CancellationToken::new(),
            metrics: Arc::default(),
            stopping: stopping.clone(),
            integrations: world.integrations(),
            sim: None,
            callers: Arc::new(Callers::new(trust, people.clone(), clock.clone()).unwrap()),
            people,
            clock: clock.clone(),
            random: world.random.clone(),
            settings: Arc::new(settings),
            site: Arc::new(Site::load("/nonexistent/site".as_ref())),
        };
        let admin = world.admin().await;
        let cookie = sign_in(&world, &admin).await;
        Self { world, clock, admin, cookie, stopping, router: router(app.clone()), app }
    }

    /// A cookie of this person, without the cost of hashing a password.
    pub async fn cookie_of(&self, actor: &Actor) -> String {
        sign_in(&self.world, actor).await
    }

    /// The answer to any request, its body unread.
    pub async fn raw(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Calls a server function with these bytes.
    pub async fn send(&self, cookie: &str, function: &str, body: &str) -> Answer {
        let request = request(Method::POST, &format!("/api/{function}"), cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.answer(request).await
    }

    /// Calls a server function.
    pub async fn call(&self, cookie: &str, function: &str, arguments: Value) -> Answer {
        self.send(cookie, function, &arguments.to_string()).await
    }

    /// Calls it as the administrator, who gets what they ask for.
    pub async fn ok(&self, function: &str, arguments: Value) -> Value {
        let answer = self.call(&self.cookie, function, arguments).await;
        assert_eq!(answer.status, 200, "{function}: {}", answer.body);
        json_of(&answer)
    }

    pub async fn page(&self, cookie: &str) -> Answer {
        self.answer(request(Method::GET, "/", cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, 4 * 1024 * 1024).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The arguments of every server function, about this session and attempt; and what changes or shows a code.
    pub fn functions(&self, id: &Value, attempt: &Value) -> [(&'static str, Value, bool); 9] {
        [
            ("wpp_provision", json!({ "attempt": attempt }), true),
            ("wpp_create", json!({ "attempt": attempt }), true),
            ("wpp_reconnect", json!({ "id": id, "attempt": attempt }), true),
            ("wpp_qr", json!({ "id": id }), true),
            ("wpp_cancel", json!({ "attempt": attempt, "id": id }), true),
            ("wpp_rename", json!({ "id": id, "name": "Приёмная" }), true),
            ("wpp_disconnect", json!({ "id": id }), true),
            ("wpp_status", json!({ "id": id, "has": 0 }), false),
            ("list_integrations", json!({ "force": true }), false),
        ]
    }

    pub fn press(&self) -> Value {
        json!(self.world.press())
    }

    /// Time passes, here and at the platform.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        self.world.sim.advance(Duration::from_secs(seconds));
    }

    /// A phone scans the code of this answer's account; three seconds later the page asks.
    pub async fn scan(&self, progress: &Value) -> Value {
        self.world.sim.scan(progress["account"].as_str().unwrap(), Scan::default()).unwrap();
        self.pass(3);
        self.ok("wpp_status", json!({ "id": progress["id"], "has": 0 })).await
    }
}

pub fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

async fn sign_in(world: &World, actor: &Actor) -> String {
    let mut bytes = [0_u8; 32];
    world.random.fill(&mut bytes);
    let hash = Sha256::digest(bytes).into();
    let expires_at = Timestamp(i64::MAX);
    let sign_in = NewSignIn {
        token_hash: hash,
        user: actor.user,
        email: None,
        address: None,
        agent: None,
        now: world.connect.now(),
        expires_at,
    };
    world.store.create_sign_in(&sign_in).await.unwrap();
    format!("wpp_panel={}", URL_SAFE_NO_PAD.encode(bytes))
}
