//! What the log says of a request, and what it never says.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::filter::LevelFilter;

use crate::panel::{EMAIL, HTTP, PASSWORD, Panel};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn a_request_is_one_line_without_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let panel = Panel::empty(HTTP).await;
    let token = panel.app.people.setup_token().await.unwrap().unwrap().expose().to_owned();
    let page = panel.get(&format!("/setup?token={token}")).await;
    let fields = [("token", &*token), ("organization", "Школа"), ("email", EMAIL), ("password", PASSWORD)];
    let cookie = panel.post("/setup", &fields).await.cookie();
    panel.get_as(&cookie, "/").await;
    panel.sign_in(EMAIL, "wrong password").await;
    panel.sign_in("nobody@example.org", "wrong password").await;

    let text = log.text();
    let line = text.lines().find(|line| line.contains(page.header("x-request-id"))).unwrap_or_else(|| panic!("{text}"));
    for part in ["method=GET", "path=\"/setup\"", "status=200", "ms="] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert_eq!(text.lines().filter(|line| line.contains("answered")).count(), 5, "{text}");
    // the stand-in hash for unknown addresses says so here if it cannot be used, and then they are told apart by time
    assert!(!text.contains("ERROR"), "{text}");
    for secret in [&*token, PASSWORD, "wrong password", cookie.split_once('=').unwrap().1, "$argon2id"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
