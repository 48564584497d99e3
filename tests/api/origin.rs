//! Changes made with a cookie must come from our own pages.

use axum::{
    Router,
    body::Body,
    http::{Method, StatusCode},
    routing::{get, post},
};

use crate::panel::{EMAIL, HTTP, HTTPS, Panel, encode, form, request};

#[tokio::test]
async fn a_post_from_elsewhere_changes_nothing() {
    let panel = Panel::new(HTTPS).await;
    let cookie = panel.signed_in(EMAIL).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
        ("origin", "https://evil.example"),
        ("origin", "https://panel.example.org.evil.example"),
        ("origin", "https://panel.example.org:8443"),
        ("origin", "http://panel.example.org"),
        ("origin", "null"),
        ("x-nothing", "at all"),
    ] {
        let request =
            form("/logout", &cookie).header(name, value).header("host", "panel.test").body(encode(&[])).unwrap();
        let answer = panel.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.body.contains("Доступ закрыт"));
    }
    assert_eq!(panel.get_as(&cookie, "/").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn sec_fetch_site_is_believed_before_origin() {
    let panel = Panel::new(HTTP).await;
    let request = form("/logout", "").header("sec-fetch-site", "cross-site").header("origin", HTTP);
    assert_eq!(panel.send(request.body(encode(&[])).unwrap()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn our_own_pages_may() {
    let panel = Panel::new(HTTPS).await;
    for (headers, what) in [
        (vec![("sec-fetch-site", "same-origin")], "a browser over https"),
        (vec![("origin", HTTPS)], "an old browser"),
        (vec![("origin", "http://192.168.0.7:3000"), ("host", "192.168.0.7:3000")], "by another name"),
    ] {
        let request =
            headers.into_iter().fold(form("/logout", ""), |request, (name, value)| request.header(name, value));
        let answer = panel.send(request.body(encode(&[])).unwrap()).await;
        assert_eq!(answer.leads_to(), "/login", "{what}");
    }
}

#[tokio::test]
async fn reading_is_free_and_the_rest_api_has_no_cookie() {
    let routes = Router::new()
        .route("/read", get(async || "read"))
        .route("/functions/v1/wpp-status", post(async || "called"))
        .route("/functions/v1x", post(async || "called"))
        .route("/api/rename", post(async || "called"));
    let panel = Panel::new(HTTP).await.routes(routes);
    let elsewhere = |method, path| {
        let request = request(method, path, "").header("sec-fetch-site", "cross-site");
        panel.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(elsewhere(Method::GET, "/read").await.body, "read");
    assert_eq!(elsewhere(Method::POST, "/functions/v1/wpp-status").await.body, "called");
    assert_eq!(elsewhere(Method::POST, "/functions/v1x").await.status, StatusCode::FORBIDDEN);
    let refused = elsewhere(Method::POST, "/api/rename").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.body, r#"{"error":"forbidden","success":false}"#);
}
