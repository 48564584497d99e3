//! What lies between the CRM and the panel, and breaks when it is told to: requests are carried out, answers are lost.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    response::Response,
};
use futures_util::stream;
use tokio::net::TcpListener;

/// What happens to an answer.
#[derive(Clone, Copy, Debug)]
pub enum Break {
    /// The request was carried out; the connection ends before the answer.
    Lost,
    /// The request was carried out; a proxy answers this instead.
    Instead(u16),
    /// The request never arrived; a proxy answers this.
    Before(u16),
}

/// A proxy before a panel.
#[derive(Clone)]
pub struct Line {
    state: Arc<Shared>,
    address: String,
}

struct Shared {
    panel: String,
    http: reqwest::Client,
    breaks: Mutex<VecDeque<(&'static str, Break)>>,
}

impl Line {
    /// Listens before the panel at `panel`, until the test is over.
    pub async fn before(panel: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Shared { panel: panel.to_owned(), http: http(), breaks: Mutex::default() });
        let router = Router::new().fallback(pass).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { state, address }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The next answer of this call breaks.
    pub fn break_next(&self, call: &'static str, what: Break) {
        self.state.breaks.lock().unwrap().push_back((call, what));
    }

    /// Whether everything that was to break has broken.
    pub fn is_whole(&self) -> bool {
        self.state.breaks.lock().unwrap().is_empty()
    }
}

/// A client that tells a lost connection from an answer, and never tries again by itself.
pub fn http() -> reqwest::Client {
    // ring is the process' provider, as the program has it
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

async fn pass(State(state): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().unwrap().to_string();
    let what = {
        let mut breaks = state.breaks.lock().unwrap();
        let found = breaks.iter().position(|(call, _)| parts.uri.path().ends_with(call));
        found.and_then(|place| breaks.remove(place)).map(|(_, what)| what)
    };
    if let Some(Break::Before(status)) = what {
        return plain(status);
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let answer = forward(&state, &parts.method, &path, &parts.headers, body).await;
    match what {
        Some(Break::Lost) => lost(),
        Some(Break::Instead(status)) => plain(status),
        _ => answer,
    }
}

async fn forward(state: &Shared, method: &Method, path: &str, headers: &HeaderMap, body: Bytes) -> Response {
    let mut request = state.http.request(method.clone(), format!("{}{path}", state.panel)).body(body);
    for (name, value) in headers {
        if !is_of_the_hop(name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if !is_of_the_hop(name) {
            response = response.header(name, value);
        }
    }
    response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}

fn is_of_the_hop(name: &HeaderName) -> bool {
    [header::HOST, header::CONTENT_LENGTH, header::CONNECTION, header::TRANSFER_ENCODING].contains(name)
}

fn plain(status: u16) -> Response {
    let mut response = Response::new(Body::from("a proxy's own words"));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

/// A body that ends before its length: the client sees a broken connection.
fn lost() -> Response {
    let broken = stream::iter([Err::<Bytes, _>(io::Error::other("the line is cut"))]);
    Response::builder().header(header::CONTENT_LENGTH, 100).body(Body::from_stream(broken)).unwrap()
}
