//! Which pages of other origins may read what.

use axum::http::{Method, StatusCode, header};
use wpp_panel::{domain::secret::Secret, http::bearer::Trust};

use crate::{
    answer::Answer,
    bearer_kit::{CRM, Crm, SECRET, hs256},
    panel::request,
};

const EVIL: [&str; 7] = [
    "https://evil.example",
    "http://crm.example.org",
    "https://crm.example.org.evil.example",
    "https://sub.crm.example.org",
    "https://crm.example.org:8443",
    "https://CRM.example.org",
    "null",
];

async fn crm() -> Crm {
    Crm::whole(Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() }).await
}

async fn preflight(crm: &Crm, origin: &str, path: &str) -> Answer {
    let request = request(Method::OPTIONS, path, "").header(header::ORIGIN, origin);
    let request = request.header("access-control-request-method", "POST");
    let wanted = "authorization,x-client-info,apikey,content-type,idempotency-key";
    crm.panel.send(request.header("access-control-request-headers", wanted).body("".into()).unwrap()).await
}

fn permission(answer: &Answer) -> Vec<&str> {
    answer.headers.keys().map(|name| name.as_str()).filter(|name| name.starts_with("access-control-")).collect()
}

#[tokio::test]
async fn a_preflight_of_an_allowed_origin_needs_no_token() {
    let crm = crm().await;
    for path in ["/functions/v1/wpp-status", "/functions/v1/messenger-integrations?id=1", "/auth/exchange"] {
        for origin in [CRM, "https://crm.elsewhere.ru"] {
            let answer = preflight(&crm, origin, path).await;
            assert!(answer.status.is_success(), "{path}: {}", answer.status);
            assert_eq!(answer.body, "");
            assert_eq!(answer.header("access-control-allow-origin"), origin);
            assert_eq!(answer.header("access-control-allow-methods"), "GET,POST,PUT,DELETE,OPTIONS");
            let allowed = "authorization,x-client-info,apikey,content-type,idempotency-key";
            assert_eq!(answer.header("access-control-allow-headers"), allowed);
            assert_eq!(answer.header("access-control-max-age"), "600");
            assert!(answer.headers.get("access-control-allow-credentials").is_none());
            assert_eq!(answer.header("vary"), "origin");
        }
    }
}

#[tokio::test]
async fn a_foreign_origin_gets_no_permission() {
    let crm = crm().await;
    for origin in EVIL {
        for path in ["/functions/v1/wpp-status", "/auth/exchange"] {
            let answer = preflight(&crm, origin, path).await;
            assert_eq!(permission(&answer), [""; 0], "{origin} {path}");
            assert_eq!(answer.header("vary"), "origin");
        }
    }
}

#[tokio::test]
async fn nothing_else_is_shared() {
    let crm = crm().await;
    for path in ["/", "/login", "/api/list_integrations", "/auth/enter", "/functions/v1/wpp-webhook", "/auth/exchange/"]
    {
        let answer = preflight(&crm, CRM, path).await;
        assert_eq!(permission(&answer), [""; 0], "{path}");
        assert!(!answer.status.is_success(), "{path}");
        let request = request(Method::GET, path, "").header(header::ORIGIN, CRM).body("".into()).unwrap();
        assert_eq!(permission(&crm.panel.send(request).await), [""; 0], "{path}");
    }
}

#[tokio::test]
async fn every_answer_can_be_read_by_an_allowed_origin_and_errors_too() {
    let crm = crm().await.calling();
    let token = hs256(&crm.claims());
    let call = async |method, path: &str, origin: &str, bearer: &str, length: usize| {
        let request = request(method, path, "").header(header::ORIGIN, origin);
        let request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        let request = request.header("sec-fetch-site", "cross-site").header(header::CONTENT_LENGTH, length);
        crm.panel.send(request.body("x".repeat(length).into()).unwrap()).await
    };
    for (method, path, bearer, length, status) in [
        (Method::GET, "/functions/v1/who", &*token, 0, StatusCode::OK),
        (Method::POST, "/functions/v1/who", &*token, 2, StatusCode::OK),
        (Method::GET, "/functions/v1/who", "x", 0, StatusCode::UNAUTHORIZED),
        (Method::GET, "/functions/v1/nothing", &*token, 0, StatusCode::NOT_FOUND),
        (Method::PUT, "/functions/v1/who", &*token, 0, StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/functions/v1/who", &*token, 2 * 1024 * 1024, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = call(method.clone(), path, CRM, bearer, length).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), CRM, "{path} {status}");
        assert_eq!(answer.header("vary"), "origin");
        let foreign = call(method, path, EVIL[0], bearer, length).await;
        assert_eq!(foreign.status, status, "it is answered all the same");
        assert_eq!(permission(&foreign), [""; 0]);
        assert_eq!(foreign.header("vary"), "origin");
    }
}

#[tokio::test]
async fn without_allowed_origins_nobody_has_a_permission() {
    let panel = crate::panel::Panel::new(crate::panel::HTTPS).await;
    let request = request(Method::OPTIONS, "/functions/v1/wpp-status", "").header(header::ORIGIN, CRM);
    let answer = panel.send(request.header("access-control-request-method", "POST").body("".into()).unwrap()).await;
    assert_eq!(permission(&answer), [""; 0]);
}
