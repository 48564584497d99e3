//! Errors look like the panel and tell nothing of its inside.

use axum::{
    Json, Router,
    body::Body,
    http::{Method, StatusCode, header},
    response::IntoResponse as _,
    routing::{get, post},
};
use futures_util::stream;

use crate::panel::{HTTP, PASSWORD, Panel, form, request};

#[tokio::test]
async fn what_does_not_exist_is_said_in_russian_or_in_json() {
    let panel = Panel::new(HTTP).await;
    for path in ["/nothing", "/login/", "/pkg/nothing.js", "/pkg/../Cargo.toml", "/%2e%2e/Cargo.toml", "/apix"] {
        let answer = panel.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.body.contains("Такой страницы нет"));
    }
    for path in ["/api/nothing", "/functions/v1/nothing"] {
        let answer = panel.post(path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.body, r#"{"error":"not found","success":false}"#);
    }
    assert_eq!(panel.post("/nothing", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_method_names_the_right_ones() {
    let panel = Panel::new(HTTP).await;
    let answer = panel.get("/logout").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "POST");
    assert!(answer.body.contains("Так эта страница не работает"));
}

#[tokio::test]
async fn a_panic_is_contained() {
    async fn boom() -> &'static str {
        panic!("hunter2")
    }
    let panel = Panel::new(HTTP).await.routes(Router::new().route("/boom", get(boom)).route("/api/boom", get(boom)));
    let page = panel.get("/boom").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.body.contains("Что-то сломалось у нас"));
    assert!(!page.body.contains("hunter2"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("x-request-id").len(), 16);
    let answer = panel.get("/api/boom").await;
    assert_eq!(answer.body, r#"{"error":"internal server error","success":false}"#);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_however_it_is_sent() {
    let routes = Router::new().route("/api/echo", post(async |body: String| body.len().to_string()));
    let panel = Panel::new(HTTP).await;
    let fields = "x".repeat(17 * 1024);
    let send = |body: Body, length: Option<usize>| {
        let request = form("/login", "").header("sec-fetch-site", "same-origin");
        let request =
            length.into_iter().fold(request, |request, length| request.header(header::CONTENT_LENGTH, length));
        panel.send(request.body(body).unwrap())
    };
    let announced = send(Body::from(fields.clone()), Some(fields.len())).await;
    assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(announced.body.contains("Слишком много данных"));
    let pieces = stream::iter((0..5).map(|_| Ok::<_, std::io::Error>("x".repeat(4096))));
    assert_eq!(send(Body::from_stream(pieces), None).await.status, StatusCode::PAYLOAD_TOO_LARGE);

    let panel = panel.routes(routes);
    let echo = |length: usize| {
        let request = request(Method::POST, "/api/echo", "").header("sec-fetch-site", "same-origin");
        panel.send(request.header(header::CONTENT_LENGTH, length).body(Body::from("x".repeat(length))).unwrap())
    };
    assert_eq!(echo(1024 * 1024).await.body, "1048576");
    assert_eq!(echo(1024 * 1024 + 1).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_form_of_another_kind_is_a_page_too() {
    let panel = Panel::new(HTTP).await;
    let request = request(Method::POST, "/login", "")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(format!(r#"{{"password":"{PASSWORD}"}}"#)))
        .unwrap();
    let answer = panel.send(request).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.body.contains("Запрос не понят"));
    assert!(!answer.body.contains(PASSWORD));
}

#[tokio::test]
async fn an_error_that_has_its_words_keeps_them() {
    let reason = || async { (StatusCode::BAD_GATEWAY, Json(serde_json::json!({"error": "GW"}))).into_response() };
    let panel = Panel::new(HTTP).await.routes(Router::new().route("/functions/v1/x", get(reason)));
    let answer = panel.get("/functions/v1/x").await;
    assert_eq!((answer.status, &*answer.body), (StatusCode::BAD_GATEWAY, r#"{"error":"GW"}"#));
}

#[tokio::test]
async fn the_process_says_that_it_lives() {
    let panel = Panel::empty(HTTP).await;
    panel.store.tables().broken = true;
    let answer = panel.get("/healthz").await;
    assert_eq!((answer.status, &*answer.body), (StatusCode::OK, "ok"));
}
