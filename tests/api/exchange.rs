//! From the CRM into the panel without a password.

use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use wpp_panel::{
    domain::secret::Secret,
    http::{Settings, bearer::Trust},
    people::{CODE_LIFE, SIGN_IN_LIFE},
};

use crate::{
    answer::Answer,
    bearer_kit::{CRM, Crm, NOW, SECRET, hs256},
    functions_kit::{Kit, json_of},
    panel::{EMAIL, HTTP, HTTPS, PASSWORD, request},
    support::log,
};

async fn crm() -> Crm {
    Crm::whole(Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() }).await
}

async fn exchange(crm: &Crm, path: &str, origin: Option<&str>, token: &str) -> Answer {
    let request = request(Method::POST, path, "").header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = origin.into_iter().fold(request, |request, origin| request.header(header::ORIGIN, origin));
    crm.panel.send(request.header("sec-fetch-site", "cross-site").body("{}".into()).unwrap()).await
}

/// The address that opens the panel once, as the browser asks for it.
async fn way_in(crm: &Crm, path: &str) -> String {
    let answer = exchange(crm, path, Some(CRM), &hs256(&crm.claims())).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("access-control-allow-origin"), CRM);
    let body = json_of(&answer);
    assert_eq!(body["success"], json!(true));
    body["url"].as_str().unwrap().strip_prefix(HTTPS).unwrap().to_owned()
}

fn is_refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::GONE);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.body.contains("Ссылка больше не действует"));
    assert!(answer.body.contains("href=\"/login\"") && answer.body.contains("Войти"), "{}", answer.body);
    assert!(answer.headers.get("set-cookie").is_none());
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_token_opens_the_panel_once() {
    let crm = crm().await;
    let path = way_in(&crm, "/auth/exchange").await;
    let code = path.strip_prefix("/auth/enter?code=").unwrap();
    assert_eq!(URL_SAFE_NO_PAD.decode(code).unwrap().len(), 32);

    let answer = crm.panel.get(&path).await;
    assert_eq!(answer.leads_to(), "/", "without the code");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-wpp_panel=") && cookie.contains("HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    let home = crm.panel.get_as(&answer.cookie(), "/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.body.contains(EMAIL));

    is_refused(&crm.panel.get(&path).await);
    crm.panel.clock.advance(SIGN_IN_LIFE);
    assert_eq!(crm.panel.get_as(&answer.cookie(), "/").await.leads_to(), "/login", "as long as any sign-in");
}

#[tokio::test]
async fn of_many_who_come_with_one_code_one_gets_in() {
    let trust = Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() };
    let kit = Kit::trusting(true, Settings::new(HTTP, false).allow(vec![CRM.to_owned()]), trust).await;
    let claims = json!({ "sub": kit.admin.user, "aud": "authenticated", "role": "authenticated", "exp": NOW + 60 });
    let asked = request(Method::POST, "/auth/exchange", "").header(header::ORIGIN, CRM);
    let asked = asked.header(header::AUTHORIZATION, format!("Bearer {}", hs256(&claims))).body("".into()).unwrap();
    let answer = kit.answer(asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let url = json_of(&answer)["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(HTTP).unwrap();

    let open = || kit.answer(request(Method::GET, path, "").body("".into()).unwrap());
    let answers = futures_util::future::join_all((0..8).map(|_| open())).await;
    let (inside, outside): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status != StatusCode::GONE);
    assert_eq!((inside.len(), outside.len()), (1, 7));
    assert_eq!(inside[0].leads_to(), "/");
    let home = kit.page(&inside[0].cookie()).await;
    assert!(home.body.contains(&kit.admin.email) && home.body.contains("Подключить WhatsApp"), "{}", home.body);
}

#[tokio::test]
async fn it_opens_within_thirty_seconds() {
    let crm = crm().await;
    let (early, late) = (way_in(&crm, "/auth/exchange").await, way_in(&crm, "/auth/exchange").await);
    assert_ne!(early, late);
    crm.panel.clock.advance(CODE_LIFE - Duration::from_millis(1));
    assert_eq!(crm.panel.get(&early).await.leads_to(), "/");
    crm.panel.clock.advance(Duration::from_millis(1));
    is_refused(&crm.panel.get(&late).await);
}

#[tokio::test]
async fn what_is_no_code_opens_nothing() {
    let crm = crm().await;
    let unknown = URL_SAFE_NO_PAD.encode([7; 32]);
    for query in
        ["", "?code=", "?code=x", &format!("?code={unknown}"), &format!("?code={}", "A".repeat(5000)), "?next=/"]
    {
        is_refused(&crm.panel.get(&format!("/auth/enter{query}")).await);
    }
    // the hash that is kept is no code
    way_in(&crm, "/auth/exchange").await;
    let kept = URL_SAFE_NO_PAD.encode(crm.panel.store.tables().codes[0].hash);
    is_refused(&crm.panel.get(&format!("/auth/enter?code={kept}")).await);
    let twice = crm.panel.get("/auth/enter?code=a&code=b").await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_only_looks_takes_no_code() {
    let crm = crm().await;
    let path = way_in(&crm, "/auth/exchange").await;
    for method in [Method::HEAD, Method::OPTIONS, Method::POST] {
        let answer = crm.panel.send(request(method.clone(), &path, "").body("".into()).unwrap()).await;
        assert!(answer.headers.get("set-cookie").is_none(), "{method}");
        assert_eq!(
            answer.body.contains("href"),
            method == Method::POST || method == Method::OPTIONS,
            "{}",
            answer.body
        );
    }
    assert_eq!(crm.panel.get(&path).await.leads_to(), "/");
}

#[tokio::test]
async fn only_a_page_of_an_allowed_origin_gets_a_code() {
    let crm = crm().await;
    let token = hs256(&crm.claims());
    for origin in [None, Some("https://evil.example"), Some("null"), Some(HTTPS), Some("https://crm.example.org:8443")]
    {
        let answer = exchange(&crm, "/auth/exchange", origin, &token).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin:?}");
        assert_eq!(answer.body, r#"{"error":"forbidden","success":false}"#);
        assert!(answer.headers.get("access-control-allow-origin").is_none());
    }
    assert!(crm.panel.store.tables().codes.is_empty());
}

#[tokio::test]
async fn only_somebody_gets_a_code() {
    let crm = crm().await;
    let stranger = hs256(&crm.claims_with(json!({ "sub": Uuid::from_u128(7) })));
    for (token, status) in [("x", StatusCode::UNAUTHORIZED), (&*stranger, StatusCode::NOT_FOUND)] {
        let answer = exchange(&crm, "/auth/exchange", Some(CRM), token).await;
        assert_eq!(answer.status, status);
        assert_eq!(json_of(&answer)["success"], Value::Bool(false));
        assert_eq!(answer.header("access-control-allow-origin"), CRM, "the page can read why");
    }
    // neither does the cookie, from whatever page
    let cookie = crm.panel.signed_in(EMAIL).await;
    let request = request(Method::POST, "/auth/exchange", &cookie).header(header::ORIGIN, CRM);
    let answer = crm.panel.send(request.body("".into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(crm.panel.store.tables().codes.is_empty());
    let answer = crm.panel.get("/auth/exchange").await;
    assert_eq!((answer.status, json_of(&answer)["success"].clone()), (StatusCode::METHOD_NOT_ALLOWED, json!(false)));
}

#[tokio::test]
async fn it_leads_to_a_page_of_the_panel_and_nowhere_else() {
    let crm = crm().await;
    let path = way_in(&crm, "/auth/exchange?next=/providers%3Ftab%3Dwpp%26x%3D1").await;
    assert!(path.ends_with("&next=/providers%3Ftab%3Dwpp%26x%3D1"), "{path}");
    assert_eq!(crm.panel.get(&path).await.leads_to(), "/providers?tab=wpp&x=1");
    for evil in
        ["//evil.example", "https://evil.example/", "/%5Cevil.example", "%2F%2Fevil.example", "/%09/evil.example"]
    {
        let path = way_in(&crm, &format!("/auth/exchange?next={evil}")).await;
        assert!(!path.contains("evil"), "{path}");
        assert_eq!(crm.panel.get(&format!("{path}&next={evil}")).await.leads_to(), "/", "{evil}");
    }
}

#[tokio::test]
async fn entering_ends_the_sign_in_that_the_browser_had() {
    let crm = crm().await;
    let before = crm.panel.signed_in(EMAIL).await;
    let path = way_in(&crm, "/auth/exchange").await;
    let answer = crm.panel.get_as(&before, &path).await;
    assert_eq!(answer.leads_to(), "/");
    assert_eq!(crm.panel.get_as(&before, "/").await.leads_to(), "/login");
    assert_eq!(crm.panel.get_as(&answer.cookie(), "/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_store_that_does_not_answer_takes_no_code() {
    let crm = crm().await;
    let path = way_in(&crm, "/auth/exchange").await;
    crm.panel.store.tables().broken = true;
    assert_eq!(crm.panel.get(&path).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let answer = exchange(&crm, "/auth/exchange", Some(CRM), &hs256(&crm.claims())).await;
    assert_eq!(
        (answer.status, &*answer.body),
        (StatusCode::SERVICE_UNAVAILABLE, r#"{"error":"service unavailable","success":false}"#)
    );
    crm.panel.store.tables().broken = false;
    assert_eq!(crm.panel.get(&path).await.leads_to(), "/");
}

#[tokio::test]
async fn the_code_is_not_in_the_log() {
    let crm = crm().await;
    log::take();
    let path = way_in(&crm, "/auth/exchange").await;
    crm.panel.get(&path).await;
    crm.panel.get(&path).await;
    let text = log::take();
    assert!(text.contains("path=\"/auth/enter\""), "{text}");
    let code = path.split('=').nth(1).unwrap();
    for secret in [code, SECRET, PASSWORD] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
