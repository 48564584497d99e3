//! The control side over HTTP.

use reqwest::Method;
use serde_json::{Value, json};
use wpp_panel::sim::{Placed, State};

use crate::rig::{NUMBER, Receiver, Rig};

#[tokio::test]
async fn an_account_can_be_led_through_its_life() {
    let (rig, _) = Rig::with_code().await;
    let listed = rig.get("/control/accounts", "").await.1[0].clone();
    assert_eq!((&listed["number"], &listed["state"], &listed["key"]), (&json!(NUMBER), &json!("qr"), &json!("global")));
    assert_eq!(
        (&listed["code_ordinal"], &listed["linked"], &listed["webhook"]),
        (&json!(1), &json!(false), &json!(null))
    );
    assert!(listed["code"].is_string() && listed["code_left_ms"].as_u64().unwrap() <= 60_000);

    for (order, body, state) in [
        ("scan", json!({ "number": NUMBER, "phone": "+79851234567", "link_ms": 0 }), "connected"),
        ("timeout", json!({ "number": NUMBER }), "reconnecting"),
        ("online", json!({ "number": NUMBER }), "connected"),
        ("offline", json!({ "number": NUMBER }), "offline"),
        ("online", json!({ "number": NUMBER }), "connected"),
        ("unlink", json!({ "number": NUMBER }), "logout"),
        ("say", json!({ "number": NUMBER, "word": "odd" }), "logout"),
    ] {
        assert_eq!(rig.order(order, body).await, (200, json!({ "ok": true })), "{order}");
        let listed = rig.get("/control/accounts", "").await.1[0].clone();
        assert_eq!(listed["state"], state, "{order}");
    }
    assert_eq!(rig.order("forget", json!({ "number": NUMBER })).await.0, 200);
    assert_eq!(rig.get("/control/accounts", "").await.1, json!([]));
}

#[tokio::test]
async fn settings_are_changed_piece_by_piece() {
    let rig = Rig::new().await;
    let (status, body) = rig.order("settings", json!({ "qr_delay_ms": [300, 2000], "qr_field": "data.qrcode" })).await;
    assert_eq!(status, 200);
    assert_eq!((&body["qr_delay_ms"], &body["qr_field"]), (&json!([300, 2000]), &json!("data.qrcode")));
    assert_eq!((&body["link_ms"], &body["auto_scan_ms"]), (&json!(0), &json!(null)));
    assert_eq!(rig.get("/control/settings", "").await.1, body);
    assert_eq!(rig.order("settings", body.clone()).await, (200, body));
}

#[tokio::test]
async fn misuse_is_answered_with_a_sentence_and_changes_nothing() {
    let (rig, _) = Rig::with_code().await;
    let before = rig.handle.settings();
    for (order, body, status, part) in [
        ("scan", json!({ "number": "nobody" }), 404, "there is no account nobody"),
        ("scan", json!({ "number": NUMBER, "phone": "call me" }), 422, "a phone is 7 to 15 digits"),
        ("scan", json!({ "nummer": NUMBER }), 400, "nummer"),
        ("unlink", json!({ "number": NUMBER }), 409, "is in state qr, so it cannot be unlinked"),
        ("online", json!({ "number": NUMBER }), 409, "cannot come back online"),
        ("message", json!({ "number": NUMBER }), 409, "no webhook"),
        ("kill_key", json!({ "key": "nobody's" }), 404, "there is no key nobody's"),
        ("kill_key", json!({}), 422, "name either"),
        ("fail", json!({ "status": 99 }), 422, "status must be"),
        ("fail", json!({ "times": 0 }), 422, "times must be"),
        ("fail", json!({ "call": "sing" }), 400, "sing"),
        ("settings", json!({ "colour": "red" }), 422, "colour"),
        ("settings", json!({ "codes": 0 }), 422, "codes"),
        ("settings", json!({ "link_ms": [2, 1] }), 422, "range"),
        ("settings", json!([]), 422, "JSON object"),
        ("clock", json!({ "advance_ms": -1 }), 400, "expected u64"),
        ("dance", json!({}), 404, "no such order"),
    ] {
        let (answered, body) = rig.order(order, body).await;
        assert_eq!((answered, &body["success"]), (status, &json!(false)), "{order}: {body}");
        assert!(body["error"].as_str().unwrap().contains(part), "{order}: {body}");
    }
    assert_eq!(rig.handle.settings(), before);
    assert_eq!(rig.get("/control/scan", "").await.0, 405);
    let form = rig.request(Method::POST, "/control/clock").body("advance_ms=1").send().await.unwrap();
    assert_eq!(form.status(), 415);
}

#[tokio::test]
async fn the_clock_can_be_moved_on() {
    let (rig, _) = Rig::with_code().await;
    let before = rig.get("/control/clock", "").await.1["now_ms"].as_u64().unwrap();
    let after = rig.order("clock", json!({ "advance_ms": 61_000 })).await.1["now_ms"].as_u64().unwrap();
    assert!(after >= before + 61_000);
    assert_eq!(rig.get("/control/accounts", "").await.1[0]["code_ordinal"], 2);
}

#[tokio::test]
async fn faults_logs_and_events_work_over_http_too() {
    let (rig, token) = Rig::with_code().await;
    let mut receiver = Receiver::start(&[]).await;
    rig.post(&format!("/api/webhooks/{NUMBER}"), &token, json!({ "url": receiver.url })).await;
    let fault = json!({ "times": 1, "call": "qr", "status": 502, "body": "html" });
    assert_eq!(rig.order("fail", fault).await.0, 200);
    assert_eq!(rig.get(&format!("/api/accounts/{NUMBER}/qr"), &token).await, (502, Value::Null));
    assert_eq!(rig.order("fail", json!({ "body": { "json": { "token": 1 } } })).await.0, 200);
    assert_eq!(rig.token("any").await, (200, json!({ "token": 1 })));
    rig.handle.fail(wpp_panel::sim::Fault::default()).unwrap();
    assert_eq!(rig.send(Method::DELETE, "/control/fail", "", json!({})).await.0, 200);
    assert_eq!(rig.token("any").await.0, 401);

    let calls = rig.get("/control/calls", "").await.1;
    let qr = calls.as_array().unwrap().iter().find(|call| call["name"] == "qr").unwrap();
    assert_eq!((&qr["method"], &qr["status"]), (&json!("GET"), &json!(502)));
    rig.send(Method::DELETE, "/control/calls", "", json!({})).await;
    assert_eq!(rig.get("/control/calls", "").await.1, json!([]));

    let body = json!({ "anything": ["at", "all"] });
    assert_eq!(rig.order("event", json!({ "number": NUMBER, "body": body })).await.0, 200);
    assert_eq!(rig.order("message", json!({ "number": NUMBER, "from": "79990001122", "text": "?" })).await.0, 200);
    assert_eq!(receiver.events(2).await[0], body);
    crate::rig::soon(rig.handle.until(|handle| handle.deliveries().len() == 2)).await;
    assert_eq!(rig.get("/control/deliveries", "").await.1[1]["event"], "message.incoming");
}

#[tokio::test]
async fn a_connected_account_can_be_placed() {
    let rig = Rig::new().await;
    let placed = json!({ "number": "1700000000001", "api_key": "kept-from-before", "phone": "79851234567" });
    assert_eq!(rig.order("place", placed).await.0, 200);
    let (_, token) = rig.token("kept-from-before").await;
    let body = rig.status(token["token"].as_str().unwrap(), "1700000000001").await;
    assert_eq!((&body["status"], &body["phone"]), (&json!("connected"), &json!("+79851234567")));

    let foreign = json!({ "number": "1700000000002", "api_key": "kept-from-before" });
    assert_eq!(rig.order("place", foreign).await.0, 409);
    rig.handle.place(Placed { number: NUMBER.to_owned(), ..Placed::default() }).unwrap();
    assert_eq!(rig.handle.account(NUMBER).unwrap().state, State::Connected);
}

#[tokio::test]
async fn a_reset_forgets_everything() {
    let (rig, token) = Rig::with_code().await;
    rig.create("organization").await;
    rig.order("fail", json!({ "times": 99 })).await;
    assert_eq!(rig.order("reset", json!({})).await.0, 200);
    assert_eq!(rig.get("/control/accounts", "").await.1, json!([]));
    assert_eq!(rig.get("/control/keys", "").await.1.as_array().unwrap().len(), 1);
    assert_eq!(rig.get("/control/calls", "").await.1, json!([]));
    assert_eq!(rig.get(&format!("/api/accounts/{NUMBER}/qr"), &token).await.0, 401);
    assert_eq!(rig.get("/control/health", "").await.1, json!({ "ok": true }));
}
