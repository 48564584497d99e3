//! What an open page says to the server, without a browser around it.

use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::line::http;

/// Between two questions of an open dialog.
const POLL: Duration = Duration::from_secs(3);
/// There is a sign of life every 10 s.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Page {
    http: reqwest::Client,
    address: String,
    cookie: String,
}

impl Page {
    pub fn of(address: &str, cookie: &str) -> Self {
        Self { http: http(), address: address.to_owned(), cookie: format!("wpp_panel={cookie}") }
    }

    /// A server function and its answer.
    pub async fn call(&self, name: &str, body: &Value) -> Value {
        let (status, answer) = self.ask(name, body).await;
        assert!((200..300).contains(&status), "{name}: {status} {answer}");
        answer
    }

    /// A server function, its status and its answer.
    pub async fn ask(&self, name: &str, body: &Value) -> (u16, Value) {
        let request = self.http.post(format!("{}/api/{name}", self.address));
        let request = request.header(COOKIE, &self.cookie).header(ORIGIN, &self.address);
        let answer = request.header(CONTENT_TYPE, "application/json").body(body.to_string()).send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// The whole page as HTML.
    pub async fn html(&self) -> String {
        let request = self.http.get(format!("{}/", self.address)).header(COOKIE, &self.cookie);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        answer.text().await.unwrap()
    }

    /// The dialog of a session: asks every 3 s, beside what the list does.
    pub async fn dialog(self, session: Value) {
        let listening = self.stream().await;
        let asks = async {
            let mut has = json!(0);
            loop {
                let answer = self.call("wpp_status", &json!({ "id": session, "has": has })).await;
                if let Some(ordinal) = answer["step"]["scan"].get("ordinal") {
                    has = ordinal.clone();
                }
                tokio::time::sleep(POLL).await;
            }
        };
        tokio::join!(asks, listening.for_ever());
    }

    /// The list, which asks once and then hears of changes.
    pub async fn list(self) {
        let listening = self.stream().await;
        self.call("list_integrations", &json!({ "force": false })).await;
        listening.for_ever().await;
    }

    /// The stream of changes, once its first event is here. Plain TCP: a thousand of them must not be the load.
    pub async fn stream(&self) -> Listener {
        let host = self.address.trim_start_matches("http://");
        let mut line = TcpStream::connect(host).await.unwrap();
        let asked = format!("GET /api/live HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\n\r\n", self.cookie);
        line.write_all(asked.as_bytes()).await.unwrap();
        let mut listener = Listener { line, heard: Vec::new() };
        listener.until(&["event: panel"]).await;
        assert!(listener.heard.starts_with(b"HTTP/1.1 200"));
        listener
    }
}

/// An open stream.
pub struct Listener {
    line: TcpStream,
    heard: Vec<u8>,
}

impl Listener {
    /// When everything of this was heard, in this order.
    pub async fn until(&mut self, words: &[&str]) -> Instant {
        loop {
            let text = String::from_utf8_lossy(&self.heard);
            let end = words.iter().try_fold(0, |from, word| text[from..].find(word).map(|at| from + at + word.len()));
            if end.is_some() {
                return Instant::now();
            }
            let before = self.heard.len();
            let read = tokio::time::timeout(PATIENCE, self.line.read_buf(&mut self.heard)).await;
            assert!(read.is_ok(), "nothing was heard in {PATIENCE:?}");
            assert!(self.heard.len() > before, "the stream ended");
        }
    }

    /// What was heard until now does not count any more.
    pub fn forget(&mut self) {
        self.heard.clear();
    }

    /// Reads whatever comes.
    pub async fn for_ever(mut self) {
        loop {
            self.heard.clear();
            assert!(self.line.read_buf(&mut self.heard).await.unwrap() > 0, "the stream ended");
        }
    }
}
