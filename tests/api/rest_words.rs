//! The CRM's fields and words, on the way to a connected WhatsApp and after it.

use serde_json::{Value, json};
use wpp_panel::{domain::actor::Role, sim::Fault};

use crate::rest_kit::Rest;

/// The names of a body's fields.
fn fields(body: &Value) -> Vec<&str> {
    body.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn provisioning_answers_with_the_fields_of_the_plan() {
    for mode in [true, false] {
        let rest = Rest::new(mode).await;
        let made = rest.post("wpp-provision", json!({})).await.ok();
        assert_eq!(fields(&made), ["account_number", "integration_id", "qrcode", "session", "status", "success"]);
        assert_eq!(made["status"], "qr_issued");
        assert_eq!(made["session"], made["account_number"]);
        let [row] = &rest.rows().await[..] else { panic!("one row") };
        assert_eq!(made["integration_id"], row.id.to_string());
        assert_eq!(made["qrcode"], row.live.qr.as_ref().unwrap().payload.as_str());

        rest.link(&made["session"]).await;
        let again = rest.post("wpp-provision", json!({})).await.ok();
        assert_eq!(fields(&again), ["account_number", "integration_id", "session", "status", "success"]);
        assert_eq!((&again["status"], &again["session"]), (&json!("connected"), &made["session"]));
    }
}

#[tokio::test]
async fn a_gateway_without_a_code_is_starting_and_not_an_error() {
    let rest = Rest::new(true).await;
    rest.world.sim.patch(&json!({ "qr_delay_ms": 1_000_000 })).unwrap();
    let made = rest.post("wpp-provision", json!({})).await.ok();
    assert_eq!((&made["status"], &made["qrcode"]), (&json!("starting"), &Value::Null));
    let asked = rest.post("wpp-status", json!({ "session": made["session"] })).await.ok();
    assert_eq!(asked["status"], "qr_pending");
    // waiting has an end and a reason
    rest.pass(61);
    let asked = rest.post("wpp-status", json!({ "session": made["session"] })).await.ok();
    assert_eq!((&asked["status"], &asked["last_status"]), (&json!("error"), &json!("qr_pending")));
    assert!(asked["message"].as_str().unwrap().contains("не прислала QR-код"), "{asked}");
}

#[tokio::test]
async fn creating_shows_the_key_masked() {
    for (mode, shown) in [(true, "••••••"), (false, "••••••••")] {
        let rest = Rest::new(mode).await;
        let made = rest.post("wpp-create", json!({})).await.ok();
        assert_eq!(fields(&made), ["apiKey", "integration_id", "qrcode", "session", "status", "success"]);
        let key = made["apiKey"].as_str().unwrap();
        assert!(key.contains(shown), "{key}");
        assert_eq!(key == "••••••••", !mode, "of everybody's key nothing is shown");
        for real in rest.world.sim.keys().iter().map(|key| &key.id) {
            assert!(!made.to_string().contains(real.as_str()), "the whole key is shown");
        }
    }
}

/// Lesson 15: Base64 of a PNG was drawn as QR text.
#[tokio::test]
async fn lesson_15_a_code_is_text_or_an_address_of_an_image() {
    for (form, begins) in [("text", "2@"), ("base64", "data:image/png;base64,"), ("data_url", "data:image/png;base64,")]
    {
        let rest = Rest::new(true).await;
        rest.world.sim.patch(&json!({ "qr_form": form })).unwrap();
        let made = rest.post("wpp-provision", json!({})).await.ok();
        let account = made["session"].as_str().unwrap();
        let code = made["qrcode"].as_str().unwrap();
        assert!(begins == "2@" || code.starts_with(begins), "{form}: {code}");
        assert_eq!(code.starts_with("data:image"), form != "text", "{form}: {code}");
        let asked = rest.get(&format!("wpp-qr?session={account}")).await.ok();
        assert_eq!(asked, json!({ "success": true, "qr": code }));
        let posted = rest.post("wpp-qr", json!({ "session": account })).await.ok();
        assert_eq!(posted["qr"], code);
        let status = rest.post("wpp-status", json!({ "session_name": account })).await.ok();
        assert_eq!((&status["status"], &status["qrcode"]), (&json!("qr_issued"), &json!(code)));
    }
}

#[tokio::test]
async fn a_status_says_where_a_session_stands() {
    let rest = Rest::new(true).await;
    rest.world.sim.patch(&json!({ "link_ms": 10_000 })).unwrap();
    let made = rest.post("wpp-provision", json!({})).await.ok();
    let (account, target) =
        (made["session"].as_str().unwrap(), json!({ "session_name": made["session"], "force": true }));
    let status = async |expected: &str| {
        rest.pass(4);
        let body = rest.post("wpp-status", target.clone()).await.ok();
        assert_eq!(body["status"], expected, "{body}");
        assert_eq!(body["account_number"], account);
        assert_eq!(body["qrcode"].is_string(), expected == "qr_issued", "{body}");
        body
    };
    let waiting = status("qr_issued").await;
    assert!(waiting["last_qr_at"].as_str().unwrap().ends_with('Z'));
    assert!(waiting["checked_at"].as_str().unwrap() > waiting["last_qr_at"].as_str().unwrap(), "{waiting}");
    rest.scan(account);
    status("qr_pending").await;
    rest.pass(10);
    let up = status("connected").await;
    assert_eq!(fields(&up), ["account_number", "checked_at", "status", "success"]);
    rest.world.sim.time_out(account).unwrap();
    status("connected").await;
    status("disconnected").await;
    rest.world.sim.online(account).unwrap();
    status("connected").await;
    // no gateway flaps like that: it is not held
    rest.world.sim.unlink(account).unwrap();
    status("disconnected").await;
}

/// Lesson 8: a gateway error was shown as "disconnected".
#[tokio::test]
async fn lesson_08_a_silent_gateway_is_an_error_with_the_last_status_beside_it() {
    let rest = Rest::new(true).await;
    let made = rest.connected().await;
    rest.world.sim.down();
    rest.pass(4);
    let asked = rest.post("wpp-status", json!({ "session": made["session"] })).await.ok();
    assert_eq!((&asked["status"], &asked["last_status"]), (&json!("error"), &json!("connected")));
    assert!(asked["message"].as_str().unwrap().contains("не отвечает"), "{asked}");
    assert!(asked["checked_at"].is_string(), "when it was known is said still");
    rest.world.sim.up();
    rest.pass(4);
    assert_eq!(rest.post("wpp-status", json!({})).await.ok()["status"], "connected");
}

#[tokio::test]
async fn the_platforms_own_words_reach_nobody() {
    let rest = Rest::new(true).await;
    rest.world
        .sim
        .fail(
            Fault::body(wpp_panel::sim::FaultBody::Json(json!({ "error": "MARK-own-words" })))
                .on(wpp_panel::sim::Call::Start),
        )
        .unwrap();
    rest.world.sim.fail(Fault::status(422).on(wpp_panel::sim::Call::Start).times(3)).unwrap();
    let reply = rest.post("wpp-provision", json!({})).await;
    assert!(!reply.text.contains("MARK") && !reply.text.contains("Simulated"), "{}", reply.text);
}

#[tokio::test]
async fn codes_that_ran_out_are_no_state_of_their_own() {
    let rest = Rest::new(true).await;
    let made = rest.post("wpp-provision", json!({})).await.ok();
    for _ in 0..20 {
        rest.pass(10);
        rest.post("wpp-status", json!({})).await.ok();
    }
    let over = rest.post("wpp-status", json!({})).await.ok();
    assert_eq!((&over["status"], &over["qrcode"]), (&json!("disconnected"), &Value::Null), "{over}");
    assert!(over["message"].as_str().unwrap().contains("никто не отсканировал"), "{over}");
    let started = rest.post("wpp-start", json!({ "integration_id": made["integration_id"] })).await.ok();
    assert_eq!(fields(&started)[..3], ["account_number", "checked_at", "last_qr_at"]);
    assert_eq!((&started["ok"], &started["status"]), (&json!(true), &json!("qr_issued")));
    assert_eq!(started["account_number"], made["account_number"], "the same row and number");
    assert_ne!(started["qrcode"], made["qrcode"]);
}

#[tokio::test]
async fn starting_leaves_a_connected_session_alone() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    rest.world.sim.clear_calls();
    let started = rest.post("wpp-start", json!({})).await.ok();
    assert_eq!((&started["ok"], &started["status"]), (&json!(true), &json!("connected")));
    assert!(!rest.world.sim.calls().iter().any(|call| call.name == wpp_panel::sim::Call::Start));
}

#[tokio::test]
async fn a_member_learns_the_state_and_no_code() {
    let rest = Rest::new(true).await;
    let made = rest.post("wpp-provision", json!({})).await.ok();
    let member = rest.world.person(rest.admin.organization, Role::Member).await;
    let body = json!({ "session": made["session"] }).to_string();
    let asked = rest.call(Some(&member), "POST", "wpp-status", body).await.ok();
    assert_eq!((&asked["status"], &asked["qrcode"]), (&json!("qr_issued"), &Value::Null));
}

/// `force` skips our cache and shares one question per three seconds all the same.
#[tokio::test]
async fn asking_often_asks_the_gateway_once() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    rest.pass(4);
    rest.world.sim.clear_calls();
    for force in [false, true, true, false] {
        rest.post("wpp-status", json!({ "force": force })).await.ok();
    }
    let asked = rest.world.sim.calls().iter().filter(|call| call.name == wpp_panel::sim::Call::Status).count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_poll_keeps_the_attempt_alive() {
    let rest = Rest::new(true).await;
    rest.post("wpp-provision", json!({})).await.ok();
    for _ in 0..4 {
        rest.pass(400);
        rest.post("wpp-status", json!({})).await.ok();
        rest.world.connect.sweep().await.unwrap();
    }
    assert_eq!(rest.rows().await.len(), 1, "somebody asks for it");
    rest.pass(601);
    rest.world.connect.sweep().await.unwrap();
    assert!(rest.rows().await.is_empty(), "nobody does any more");
}
