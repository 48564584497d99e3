//! Events and their delivery.

use std::time::Duration;

use serde_json::{Value, json};
use wpp_panel::sim::{QrField, Scan, Shape};

use crate::rig::{NUMBER, Receiver, Rig, soon};

/// An account with a code, and a receiver that is registered for it.
async fn watched(answers: &[u16]) -> (Rig, String, Receiver) {
    let (rig, token) = Rig::with_code().await;
    let receiver = Receiver::start(answers).await;
    let (status, _) = rig.post(&format!("/api/webhooks/{NUMBER}"), &token, json!({ "url": receiver.url })).await;
    assert_eq!(status, 200);
    (rig, token, receiver)
}

fn words(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn everything_that_happens_is_told_in_its_order() {
    let (rig, token, mut receiver) = watched(&[]).await;
    rig.handle.advance(Duration::from_secs(85));
    rig.handle.scan(NUMBER, Scan { phone: Some("79851234567".to_owned()), link_ms: None }).unwrap();
    rig.handle.offline(NUMBER, true).unwrap();
    rig.handle.online(NUMBER).unwrap();
    rig.handle.message(NUMBER, "+79990001122", "Привет").unwrap();
    let message = json!({ "account": NUMBER, "to": "79990001122", "text": "Да", "type": "text" });
    assert_eq!(rig.post("/api/messages/text", &token, message).await.0, 200);
    rig.handle.unlink(NUMBER).unwrap();

    let events = receiver.events(8).await;
    assert_eq!(
        words(&events),
        ["qr", "qr", "connected", "offline", "connected", "message.incoming", "message.sent", "logout"]
    );
    assert!(events.iter().all(|event| event["data"]["account"] == NUMBER));
    assert!(events.iter().all(|event| event["id"].as_str().unwrap().starts_with("evt_")));
    assert!(events[0]["data"]["qr"].as_str().unwrap().starts_with(&format!("wpp-panel-demo:{NUMBER}:2:")));
    assert_eq!(events[2]["data"]["phone"], "+79851234567");
    assert_eq!(events[5]["data"]["text"], "Привет");
}

#[tokio::test]
async fn codes_that_run_out_end_in_offline() {
    let (rig, _, mut receiver) = watched(&[]).await;
    rig.handle.advance(Duration::from_secs(1_000));
    assert_eq!(words(&receiver.events(6).await), ["qr", "qr", "qr", "qr", "qr", "offline"]);
}

#[tokio::test]
async fn events_have_the_shape_that_is_set() {
    let (rig, _, mut receiver) = watched(&[]).await;
    rig.handle.change(|settings| settings.webhook_shape = Shape::OldEnvelope).unwrap();
    rig.handle.change(|settings| settings.qr_field = QrField::DataQrcode).unwrap();
    rig.handle.advance(Duration::from_secs(60));
    rig.handle.change(|settings| settings.webhook_shape = Shape::Flat).unwrap();
    rig.handle.advance(Duration::from_secs(20));
    rig.handle.message(NUMBER, "79990001122", "Привет").unwrap();

    let events = receiver.events(3).await;
    assert_eq!((&events[0]["event"], &events[0]["data"]["account"]), (&json!("qr"), &json!(NUMBER)));
    assert!(events[0]["data"]["qrcode"].is_string() && events[0].get("type").is_none());
    assert_eq!((&events[1]["type"], &events[1]["account"]), (&json!("qr"), &json!(NUMBER)));
    assert!(events[1]["qr"].is_string());
    let message = &events[2];
    assert_eq!((&message["type"], &message["fromMe"]), (&json!("chat"), &json!(false)));
    assert_eq!((&message["from"], &message["raw_from"]), (&json!("+79990001122"), &json!("79990001122@c.us")));
}

#[tokio::test]
async fn what_is_not_taken_is_sent_twice_more_with_the_same_body() {
    let (rig, _, mut receiver) = watched(&[500, 404]).await;
    rig.handle.unlink(NUMBER).unwrap_err();
    rig.handle.offline(NUMBER, false).unwrap();
    let events = receiver.events(3).await;
    assert!(events[0] == events[1] && events[1] == events[2]);
    soon(rig.handle.until(|handle| handle.deliveries().len() == 3)).await;
    let log: Vec<_> = rig.handle.deliveries().into_iter().map(|it| (it.event, it.attempt, it.status)).collect();
    let entry = |attempt, status| ("offline".to_owned(), attempt, Some(status));
    assert_eq!(log, [entry(1, 500), entry(2, 404), entry(3, 200)]);
}

#[tokio::test]
async fn after_three_tries_it_goes_on_with_the_next_event() {
    let (rig, _, mut receiver) = watched(&[500, 500, 500]).await;
    rig.handle.raw_event(NUMBER, json!({ "type": "first" })).unwrap();
    rig.handle.raw_event(NUMBER, json!({ "type": "second" })).unwrap();
    assert_eq!(words(&receiver.events(4).await), ["first", "first", "first", "second"]);
}

#[tokio::test]
async fn nothing_is_sent_while_webhooks_are_off_but_what_is_ordered() {
    let (rig, _, mut receiver) = watched(&[]).await;
    rig.handle.change(|settings| settings.webhooks = false).unwrap();
    rig.handle.offline(NUMBER, false).unwrap();
    let body = json!({ "event": "sla.violation", "data": {} });
    rig.handle.raw_event(NUMBER, body.clone()).unwrap();
    assert_eq!(receiver.events(1).await, [body]);
}

#[tokio::test]
async fn events_wait_while_the_platform_is_down() {
    let (rig, _, mut receiver) = watched(&[]).await;
    rig.handle.down();
    rig.handle.offline(NUMBER, false).unwrap();
    rig.handle.raw_event(NUMBER, json!({ "type": "later" })).unwrap();
    // Long enough for a delivery to arrive that does not wait.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(receiver.so_far(), 0);
    rig.handle.up();
    assert_eq!(words(&receiver.events(2).await), ["offline", "later"]);
}

#[tokio::test]
async fn nothing_leaves_this_machine_and_no_address_gets_into_the_log() {
    let (rig, token) = Rig::with_code().await;
    let path = format!("/api/webhooks/{NUMBER}");
    rig.post(&path, &token, json!({ "url": "https://panel.example/hook?key=secret" })).await;
    rig.handle.raw_event(NUMBER, json!({})).unwrap();
    soon(rig.handle.until(|handle| handle.deliveries().len() == 3)).await;
    // taken, so that nobody else listens there either
    let silent = tokio::net::TcpSocket::new_v4().unwrap();
    silent.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let free = silent.local_addr().unwrap();
    rig.post(&path, &token, json!({ "url": format!("http://{free}/hook?key=secret") })).await;
    rig.handle.raw_event(NUMBER, json!({})).unwrap();
    soon(rig.handle.until(|handle| handle.deliveries().len() == 6)).await;

    let log = rig.handle.deliveries();
    assert!(log[0].error.as_deref().unwrap().starts_with("refused"));
    assert!(log.iter().all(|it| it.status.is_none() && it.error.is_some()));
    assert!(!format!("{log:?}").contains("secret"));
}
