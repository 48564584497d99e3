//! A server that answers by a script and remembers what it was asked.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    response::Response,
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Semaphore, task::JoinHandle};

/// One request as it came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// `POST /auth/token`, with the query if there is one.
    pub line: String,
    pub bearer: Option<String>,
    /// `Null` if there was none.
    pub body: Value,
    /// How many requests with the same line came before.
    pub nth: usize,
}

/// What to answer.
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Body,
    gate: Option<Arc<Semaphore>>,
    hang: bool,
}

impl Reply {
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: Body::from(text.into()), gate: None, hang: false }
    }

    pub fn json(status: u16, body: Value) -> Self {
        Self::text(status, body.to_string()).header("content-type", "application/json")
    }

    pub fn ok(body: Value) -> Self {
        Self::json(200, body)
    }

    /// The platform's 404.
    pub fn missing() -> Self {
        Self::json(404, json!({"error": "Not found"}))
    }

    /// A page for people.
    pub fn html(status: u16) -> Self {
        Self::text(status, "\n<!doctype html><title>nginx</title>").header("content-type", "text/html")
    }

    /// Chunks without end, as fast as they are taken.
    pub fn endless() -> Self {
        let chunks = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[b' '; 8192])));
        Self { body: Body::from_stream(chunks), ..Self::text(200, "") }
    }

    /// One blank every 10 ms without end.
    pub fn drip(status: u16) -> Self {
        let drops = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        });
        Self { body: Body::from_stream(drops), ..Self::text(status, "") }
    }

    /// No answer at all.
    pub fn hang() -> Self {
        Self { hang: true, ..Self::text(200, "") }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Answers when `gate` has a permit.
    pub fn behind(mut self, gate: &Arc<Semaphore>) -> Self {
        self.gate = Some(Arc::clone(gate));
        self
    }
}

pub struct Stub {
    pub url: String,
    hits: Arc<Mutex<Vec<Hit>>>,
    server: JoinHandle<()>,
}

impl Stub {
    pub async fn start(script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let hits = Arc::<Mutex<Vec<Hit>>>::default();
        let (script, seen) = (Arc::new(script), Arc::clone(&hits));
        let app = Router::new().fallback(move |request: Request| {
            let (script, seen) = (Arc::clone(&script), Arc::clone(&seen));
            async move { respond(script(&note(&seen, request).await)).await }
        });
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, hits, server }
    }

    pub fn hits(&self) -> Vec<Hit> {
        self.hits.lock().unwrap().clone()
    }

    /// The request lines without the token exchange.
    pub fn lines(&self) -> Vec<String> {
        self.hits().into_iter().map(|hit| hit.line).filter(|line| line != TOKEN).collect()
    }

    pub fn count(&self, line: &str) -> usize {
        self.hits().iter().filter(|hit| hit.line == line).count()
    }

    pub fn forget(&self) {
        self.hits.lock().unwrap().clear();
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The line of the token exchange.
pub const TOKEN: &str = "POST /auth/token";

async fn note(seen: &Mutex<Vec<Hit>>, request: Request) -> Hit {
    let line = format!("{} {}", request.method(), request.uri());
    let bearer = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
    let body = to_bytes(request.into_body(), 1 << 20).await.unwrap();
    let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    let mut seen = seen.lock().unwrap();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for hit in seen.iter() {
        *counts.entry(&hit.line).or_default() += 1;
    }
    let nth = counts.get(line.as_str()).copied().unwrap_or_default();
    let hit = Hit { line, bearer, body, nth };
    seen.push(hit.clone());
    hit
}

async fn respond(reply: Reply) -> Response {
    if reply.hang {
        std::future::pending::<()>().await;
    }
    if let Some(gate) = &reply.gate {
        gate.acquire().await.unwrap().forget();
    }
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    response.body(reply.body).unwrap()
}
