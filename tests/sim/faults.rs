//! Trouble to order.

use std::time::{Duration, Instant};

use reqwest::{Method, Response};
use serde_json::{Value, json};
use wpp_panel::sim::{Call, DEMO_GLOBAL_KEY, Fault, FaultBody, Span};

use crate::rig::{NUMBER, Rig, soon};

async fn ask(rig: &Rig, fault: Fault) -> reqwest::Result<Response> {
    rig.handle.fail(fault).unwrap();
    let body = json!({ "apiKey": DEMO_GLOBAL_KEY });
    soon(rig.request(Method::POST, "/auth/token").json(&body).send()).await
}

async fn broken(rig: &Rig, body: FaultBody) -> (u16, String) {
    let response = ask(rig, Fault::body(body)).await.unwrap();
    (response.status().as_u16(), soon(response.text()).await.unwrap())
}

#[tokio::test]
async fn so_many_calls_fail_with_the_status_and_then_no_more() {
    let rig = Rig::new().await;
    rig.handle.fail(Fault { retry_after: Some(7), ..Fault::status(503).times(2) }).unwrap();
    for _ in 0..2 {
        let response = soon(rig.request(Method::POST, "/auth/token").send()).await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (503, "7"));
    }
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 200);
}

#[tokio::test]
async fn only_the_named_call_and_account_fail() {
    let (rig, token) = Rig::with_code().await;
    rig.start(&token, "other").await;
    rig.handle.fail(Fault::status(500).on(Call::Qr).about(NUMBER)).unwrap();
    assert_eq!(rig.get(&format!("/api/accounts/{NUMBER}/status"), &token).await.0, 200);
    assert_eq!(rig.get("/api/accounts/other/qr", &token).await.0, 200);
    assert_eq!(rig.get(&format!("/api/accounts/{NUMBER}/qr"), &token).await.0, 500);
    assert_eq!(rig.get(&format!("/api/accounts/{NUMBER}/qr"), &token).await.0, 200);
}

#[tokio::test]
async fn open_orders_can_be_taken_back() {
    let rig = Rig::new().await;
    rig.handle.fail(Fault::status(500).times(9)).unwrap();
    rig.handle.clear_faults();
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 200);
}

#[tokio::test]
async fn a_lost_answer_leaves_its_work_done() {
    let rig = Rig::new().await;
    rig.handle.fail(Fault::body(FaultBody::Close).on(Call::Create).carried_out()).unwrap();
    let body = json!({ "organizationId": "organization" });
    let lost = rig.request(Method::POST, "/api/integrations/wpp/create");
    let lost = lost.bearer_auth(wpp_panel::sim::DEMO_CLIENT_SECRET).json(&body).send();
    assert!(soon(lost).await.is_err());
    let made = rig.handle.keys()[1].clone();
    let (_, again) = rig.create("organization").await;
    assert_eq!((again["session"].as_str(), &again["status"]), (made.number.as_deref(), &json!("existing")));
}

#[tokio::test]
async fn broken_bodies_are_broken_in_their_own_way() {
    let rig = Rig::new().await;
    let (status, html) = broken(&rig, FaultBody::Html).await;
    assert!(status == 200 && html.starts_with("<!doctype html>"), "{html}");
    let (_, half) = broken(&rig, FaultBody::Truncated).await;
    assert!(serde_json::from_str::<Value>(&half).unwrap_err().is_eof());
    assert_eq!(broken(&rig, FaultBody::Empty).await, (200, String::new()));
    let (_, wrong) = broken(&rig, FaultBody::WrongTypes).await;
    assert!(serde_json::from_str::<Value>(&wrong).unwrap()["token"].is_number());
    let (_, own) = broken(&rig, FaultBody::Json(json!({ "token": null }))).await;
    assert_eq!(own, r#"{"token":null}"#);
    assert_eq!(broken(&rig, FaultBody::Text("?".to_owned())).await, (200, "?".to_owned()));
}

#[tokio::test]
async fn a_cut_answer_ends_in_the_middle() {
    let rig = Rig::new().await;
    let mut response = ask(&rig, Fault::body(FaultBody::Cut)).await.unwrap();
    assert!(soon(response.chunk()).await.unwrap().is_some());
    assert!(soon(response.chunk()).await.is_err());
}

#[tokio::test]
async fn a_huge_answer_is_valid_and_of_the_size_that_is_set() {
    let rig = Rig::new().await;
    let size = 3 * 1024 * 1024 + 17;
    let response = ask(&rig, Fault { bytes: Some(size), ..Fault::body(FaultBody::Huge) }).await.unwrap();
    assert_eq!(response.content_length(), None);
    let body = soon(response.bytes()).await.unwrap();
    assert_eq!(body.len() as u64, size);
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["status"], "connected");
}

#[tokio::test]
async fn a_slow_drip_goes_on() {
    let rig = Rig::new().await;
    let mut response = ask(&rig, Fault::body(FaultBody::Drip)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(soon(response.chunk()).await.unwrap().unwrap(), " ");
    }
}

#[tokio::test]
async fn whoever_follows_a_redirect_is_seen() {
    let rig = Rig::new().await;
    let response = ask(&rig, Fault::body(FaultBody::Redirect)).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["location"].to_str().unwrap()), (307, "/redirected"));
    let followed = rig.request(Method::GET, "/redirected").send().await.unwrap();
    assert_eq!(followed.status(), 200);
    assert_eq!(rig.handle.calls().last().unwrap().name, Call::Redirected);
}

#[tokio::test]
async fn a_call_that_hangs_or_is_closed_has_no_status_in_the_log() {
    let rig = Rig::new().await;
    assert!(ask(&rig, Fault::body(FaultBody::Close)).await.unwrap_err().is_request());
    rig.handle.fail(Fault::body(FaultBody::Hang)).unwrap();
    tokio::select! {
        answer = rig.request(Method::POST, "/auth/token").send() => panic!("{answer:?}"),
        () = soon(rig.handle.until(|handle| handle.calls().len() == 2)) => {}
    }
    let statuses: Vec<_> = rig.handle.calls().into_iter().map(|call| call.status).collect();
    assert_eq!(statuses, [None, None]);
}

#[tokio::test]
async fn every_call_waits_its_delay_on_the_simulators_clock() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.delay_ms = Span::fixed(1_000_000)).unwrap();
    let began = Instant::now();
    let (answer, ()) = tokio::join!(rig.token(DEMO_GLOBAL_KEY), async {
        soon(rig.handle.until(|handle| handle.calls().len() == 1)).await;
        assert_eq!(rig.handle.calls()[0].status, None);
        rig.handle.advance(Duration::from_secs(1_000));
    });
    assert_eq!(answer.0, 200);
    assert!(began.elapsed() < Duration::from_secs(900));
}
