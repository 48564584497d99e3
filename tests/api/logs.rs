//! What the log says of a request, and what it never says.

use crate::{
    panel::{EMAIL, HTTP, PASSWORD, Panel},
    support::log,
};

#[tokio::test]
async fn a_request_is_one_line_without_secrets() {
    let panel = Panel::empty(HTTP).await;
    let token = panel.app.people.setup_token().await.unwrap().unwrap().expose().to_owned();
    let page = panel.get(&format!("/setup?token={token}")).await;
    let fields = [("token", &*token), ("organization", "Школа"), ("email", EMAIL), ("password", PASSWORD)];
    let cookie = panel.post("/setup", &fields).await.cookie();
    panel.get_as(&cookie, "/").await;
    panel.sign_in(EMAIL, "wrong password").await;
    panel.sign_in("nobody@example.org", "wrong password").await;

    let text = log::take();
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
