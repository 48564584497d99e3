//! The seven calls, as the platform's client sees them.

use reqwest::Method;
use serde_json::json;
use wpp_panel::sim::{Call, Routes, Scan, State};

use crate::rig::{NUMBER, Rig};

#[tokio::test]
async fn an_account_goes_from_start_to_connected() {
    let (rig, token) = Rig::with_code().await;
    assert_eq!(rig.status(&token, NUMBER).await["status"], "qr_required");
    let (status, body) = rig.get(&format!("/api/accounts/{NUMBER}/qr"), &token).await;
    assert_eq!(status, 200);
    assert_eq!(body["qr"].as_str(), rig.handle.account(NUMBER).unwrap().code.as_deref());

    rig.handle.scan(NUMBER, Scan { phone: Some("+79851234567".to_owned()), link_ms: Some(1_000_000) }).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "pending");
    rig.handle.advance(std::time::Duration::from_secs(1_000));
    // The token went with the time.
    let token = rig.global().await;
    let body = rig.status(&token, NUMBER).await;
    assert_eq!((&body["status"], &body["phone"]), (&json!("connected"), &json!("+79851234567")));
    assert_eq!(rig.start(&token, NUMBER).await["status"], "connected");
}

#[tokio::test]
async fn a_start_carries_the_code_only_if_it_is_told_to() {
    let (rig, token) = Rig::with_code().await;
    assert!(rig.start(&token, NUMBER).await["qr"].is_string());
    assert!(rig.status(&token, NUMBER).await["qr"].is_null());
    rig.handle.change(|settings| (settings.qr_in_start, settings.qr_in_status) = (false, true)).unwrap();
    assert!(rig.start(&token, NUMBER).await["qr"].is_null());
    assert!(rig.status(&token, NUMBER).await["qr"].is_string());
}

#[tokio::test]
async fn a_deleted_account_is_not_found() {
    let (rig, token) = Rig::with_code().await;
    let path = format!("/api/accounts/{NUMBER}");
    assert_eq!(rig.send(Method::DELETE, &path, &token, json!({})).await.0, 200);
    let (status, body) = rig.send(Method::DELETE, &path, &token, json!({})).await;
    assert_eq!((status, &body["error"]), (404, &json!("Account not found")));
    for call in ["status", "qr"] {
        assert_eq!(rig.get(&format!("{path}/{call}"), &token).await.0, 404);
    }
    assert!(rig.handle.accounts().is_empty());
}

#[tokio::test]
async fn a_message_needs_a_connection_and_its_type() {
    let (rig, token) = Rig::with_code().await;
    let message = |kind: &str| json!({ "account": NUMBER, "to": "79990001122", "text": "Здравствуйте", "type": kind });
    let send = |kind| rig.post("/api/messages/text", &token, message(kind));
    assert_eq!(send("text").await.0, 409);
    rig.handle.scan(NUMBER, Scan::default()).unwrap();
    assert_eq!(send("image").await.0, 422);
    let (status, body) = send("text").await;
    assert_eq!((status, &body["success"]), (200, &json!(true)));
    assert!(body["taskId"].as_str().unwrap().starts_with("task_"));
}

#[tokio::test]
async fn webhook_and_stop_answer_in_the_form_that_is_set() {
    for (routes, plan, internal) in [(Routes::Both, 200, 200), (Routes::Plan, 200, 404), (Routes::Internal, 404, 200)] {
        let (rig, token) = Rig::with_code().await;
        rig.handle.change(|settings| settings.routes = routes).unwrap();
        let url = json!({ "url": "http://127.0.0.1:9/hook" });
        assert_eq!(rig.post(&format!("/api/webhooks/{NUMBER}"), &token, url.clone()).await.0, plan);
        assert_eq!(rig.post(&format!("/internal/session/{NUMBER}/webhook"), &token, url).await.0, internal);
        let deleted = rig.send(Method::DELETE, &format!("/api/accounts/{NUMBER}"), &token, json!({})).await.0;
        assert_eq!(deleted, plan);
        rig.start(&token, NUMBER).await;
        assert_eq!(rig.post(&format!("/internal/session/{NUMBER}/stop"), &token, json!({})).await.0, internal);
        assert_eq!(rig.handle.accounts().is_empty(), internal == 200);
    }
}

#[tokio::test]
async fn an_absent_route_can_be_a_405() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.change(|settings| (settings.routes, settings.absent_route) = (Routes::Internal, 405)).unwrap();
    assert_eq!(rig.send(Method::DELETE, &format!("/api/accounts/{NUMBER}"), &token, json!({})).await.0, 405);
    assert_eq!(rig.handle.account(NUMBER).unwrap().state, State::Qr);
}

#[tokio::test]
async fn a_webhook_that_comes_before_its_account_is_dropped() {
    let rig = Rig::new().await;
    let token = rig.global().await;
    let (path, url) = (format!("/api/webhooks/{NUMBER}"), json!({ "url": "http://127.0.0.1:9/hook" }));
    assert_eq!(rig.post(&path, &token, url.clone()).await.0, 200);
    rig.start(&token, NUMBER).await;
    assert_eq!(rig.handle.account(NUMBER).unwrap().webhook, None);
    assert_eq!(rig.post(&path, &token, url).await.0, 200);
    assert_eq!(rig.handle.account(NUMBER).unwrap().webhook.as_deref(), Some("http://127.0.0.1:9/hook"));
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused() {
    let rig = Rig::new().await;
    let token = rig.global().await;
    let broken = rig.request(Method::POST, "/auth/token").body("no json").send().await.unwrap();
    assert_eq!(broken.status(), 400);
    assert_eq!(rig.post("/auth/token", "", json!({ "key": "x" })).await.0, 422);
    assert_eq!(rig.post("/api/accounts/start", &token, json!({ "number": "../etc" })).await.0, 422);
    assert_eq!(rig.post("/api/nothing", &token, json!({})).await.0, 404);
    assert_eq!(rig.get("/auth/token", &token).await.0, 404);
    let webhook = json!({ "url": "ftp://127.0.0.1/" });
    assert_eq!(rig.post(&format!("/api/webhooks/{NUMBER}"), &token, webhook).await.0, 422);
}

#[tokio::test]
async fn the_log_names_calls_numbers_and_answers_but_no_secrets() {
    let (rig, token) = Rig::with_code().await;
    let (_, made) = rig.create("organization").await;
    rig.get(&format!("/api/accounts/{NUMBER}/qr?x={token}"), &token).await;
    rig.get("/api/accounts/nobody/status", &token).await;

    let seen: Vec<_> = rig.handle.calls().into_iter().map(|call| (call.name, call.number, call.status)).collect();
    let number = |text: &str| Some(text.to_owned());
    assert_eq!(
        seen,
        [
            (Call::Token, None, Some(200)),
            (Call::Start, number(NUMBER), Some(200)),
            (Call::Create, number(made["session"].as_str().unwrap()), Some(200)),
            (Call::Qr, number(NUMBER), Some(200)),
            (Call::Status, number("nobody"), Some(404)),
        ]
    );
    let text = format!("{:?}", rig.handle.calls());
    assert!(!text.contains(&token) && !text.contains(made["apiKey"].as_str().unwrap()), "{text}");
    rig.handle.clear_calls();
    assert!(rig.handle.calls().is_empty());
}
