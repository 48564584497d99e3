//! A panel under test.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use wpp_panel::{
    connect::ports::{NewUser, PeopleStore as _},
    domain::{
        actor::Role,
        ids::{OrganizationId, UserId},
        time::Timestamp,
    },
    http::{
        App, Settings,
        bearer::{Callers, Trust},
        edge,
        live::Rooms,
        router,
        site::Site,
    },
    people::{
        People,
        password::{Password, Passwords},
    },
};

use crate::{
    answer::Answer,
    support::{
        clock::{CountingRandom, ManualClock},
        log,
        people::MemoryPeople,
        world::World,
    },
};

pub const EMAIL: &str = "admin@example.org";
pub const PASSWORD: &str = "correct horse battery";
pub const HTTP: &str = "http://127.0.0.1:3000";
pub const HTTPS: &str = "https://panel.example.org";

pub struct Panel {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub store: Arc<MemoryPeople>,
    /// What stands behind the use cases; it ends with the panel.
    world: World,
    router: Router,
}

impl Panel {
    /// Nobody exists yet.
    pub async fn empty(public_url: &str) -> Self {
        Self::with(Settings::new(public_url, false), Path::new("/nonexistent/site")).await
    }

    pub async fn with(settings: Settings, site: &Path) -> Self {
        Self::trusting(settings, site, Trust::default()).await
    }

    /// One that a CRM calls.
    pub async fn trusting(settings: Settings, site: &Path, trust: Trust) -> Self {
        log::keep();
        let (clock, random) = (Arc::new(ManualClock::default()), Arc::new(CountingRandom::default()));
        let store = Arc::new(MemoryPeople::default());
        let world = World::new().await;
        let people = Arc::new(People::new(store.clone(), clock.clone(), random.clone()));
        let app = App {
            connect: world.connect.clone(),
            rooms: Rooms::new(world.hub.clone(), world.connect.clone()),
            alerts: world.alerts(),
            leaving: CancellationToken::new(),
            metrics: Arc::default(),
            stopping: CancellationToken::new(),
            integrations: world.integrations(),
            sim: settings.demo.then(|| world.sim.clone()),
            callers: Arc::new(Callers::new(trust, people.clone(), clock.clone()).unwrap()),
            people,
            clock: clock.clone(),
            random,
            settings: Arc::new(settings),
            site: Arc::new(Site::load(site)),
        };
        let router = router(app.clone());
        Self { app, clock, store, world, router }
    }

    /// One organization with one administrator.
    pub async fn new(public_url: &str) -> Self {
        let panel = Self::empty(public_url).await;
        panel.add(EMAIL, Role::Admin).await;
        panel
    }

    /// The database does not answer any more.
    pub async fn close_store(&self) {
        self.world.store.close().await;
    }

    /// The gateway is asked and fails.
    pub async fn meet_bad_gateway(&mut self) {
        let admin = self.world.admin().await;
        self.world.adopted(&admin, "1000000000017", "adopted-key", "https://crm.example.org/hook").await;
        self.world.stop_gateway().await;
        self.world.connect.refresh(&admin, true).await.unwrap();
    }

    /// Routes of the test's own behind the same edge.
    pub fn routes(mut self, routes: Router<App>) -> Self {
        self.router = edge(&self.app, routes).with_state(self.app.clone());
        self
    }

    pub async fn add(&self, email: &str, role: Role) {
        // made once: hashing is slow on purpose
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash =
            async || Passwords::default().hash(&Password::parse(PASSWORD).unwrap(), &*self.app.random).await.unwrap();
        let organization = OrganizationId(self.app.random.uuid());
        let user = NewUser {
            id: UserId(self.app.random.uuid()),
            organization,
            email: email.into(),
            password_hash: HASH.get_or_init(hash).await.clone(),
            role,
            now: Timestamp(0),
        };
        self.store.create_organization(organization, "Академия «Окей»", Timestamp(0)).await.unwrap();
        assert!(self.store.create_user(&user).await.unwrap());
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, 4 * 1024 * 1024).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_as("", path).await
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_as("", path, fields).await
    }

    pub async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/login", &[("email", email), ("password", password)]).await
    }

    /// Signs in from an address, as if the server had been connected to from there.
    pub async fn sign_in_from(&self, peer: &str, forwarded: Option<&str>, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password)];
        let mut request = form("/login", "").header("sec-fetch-site", "same-origin");
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let peer = SocketAddr::new(peer.parse::<IpAddr>().unwrap(), 50_000);
        self.send(request.extension(ConnectInfo(peer)).body(encode(&fields)).unwrap()).await
    }

    /// The cookie of a fresh sign-in.
    pub async fn signed_in(&self, email: &str) -> String {
        let answer = self.sign_in(email, PASSWORD).await;
        assert_eq!(answer.leads_to(), "/");
        answer.cookie()
    }
}

pub fn request(method: Method, path: &str, cookie: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) }
}

/// A form without any sign of where it comes from.
pub fn form(path: &str, cookie: &str) -> axum::http::request::Builder {
    request(Method::POST, path, cookie).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

pub fn encode(fields: &[(&str, &str)]) -> Body {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    Body::from(pairs.join("&"))
}

/// A folder with a site in it.
pub fn site_folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}
