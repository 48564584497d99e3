//! The CRM's webhook as far as tests need it: it writes down what comes and answers what a test wants.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use tokio::{
    net::TcpListener,
    sync::{Notify, Semaphore},
    task::JoinHandle,
};

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub query: HashMap<String, String>,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// What is said to it.
#[derive(Clone)]
pub enum Reply {
    Status(u16),
    /// With `Retry-After` in seconds.
    Later(u16, u64),
    /// A redirect to this address.
    Moved(String),
    /// 200 as soon as there is a permit.
    Gate(Arc<Semaphore>),
    Never,
}

type Script = dyn Fn(&Seen) -> Reply + Send + Sync;

struct Shared {
    seen: Mutex<Vec<Seen>>,
    script: Mutex<Arc<Script>>,
    news: Notify,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

/// Ends with the test.
pub struct Receiver {
    pub url: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Receiver {
    /// Takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/functions/v1/wpp-webhook", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            seen: Mutex::default(),
            script: Mutex::new(Arc::new(|_| Reply::Status(200))),
            news: Notify::new(),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
        });
        let app = Router::new().route("/functions/v1/wpp-webhook", post(take)).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, shared, server }
    }

    pub fn answers(&self, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) {
        *self.shared.script.lock().unwrap() = Arc::new(script);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The bodies that came, in order.
    pub fn bodies(&self) -> Vec<String> {
        self.seen().iter().map(|seen| seen.text().to_owned()).collect()
    }

    pub fn clear(&self) {
        self.shared.seen.lock().unwrap().clear();
    }

    /// How many requests were under way at once at most.
    pub fn most_under_way(&self) -> usize {
        self.shared.most_under_way.load(Ordering::SeqCst)
    }

    /// Returns when so many have come.
    pub async fn until(&self, count: usize) {
        let come = async {
            loop {
                let news = self.shared.news.notified();
                if self.shared.seen.lock().unwrap().len() >= count {
                    return;
                }
                news.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), come).await.unwrap();
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let content_type = headers[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let seen = Seen { query, content_type, body: body.to_vec() };
    let reply = {
        let script = shared.script.lock().unwrap().clone();
        script(&seen)
    };
    let now = shared.under_way.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most_under_way.fetch_max(now, Ordering::SeqCst);
    shared.seen.lock().unwrap().push(seen);
    shared.news.notify_waiters();
    let answer = answer(reply).await;
    shared.under_way.fetch_sub(1, Ordering::SeqCst);
    answer
}

async fn answer(reply: Reply) -> Response {
    match reply {
        Reply::Status(status) => (StatusCode::from_u16(status).unwrap(), "{}").into_response(),
        Reply::Later(status, seconds) => {
            (StatusCode::from_u16(status).unwrap(), [(header::RETRY_AFTER, seconds.to_string())]).into_response()
        }
        Reply::Moved(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Reply::Gate(gate) => {
            gate.acquire().await.unwrap().forget();
            StatusCode::OK.into_response()
        }
        Reply::Never => std::future::pending().await,
    }
}
