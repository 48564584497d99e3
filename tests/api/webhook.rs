//! The platform's side of the edge.

use axum::{body::Body, http::Method};
use wpp_panel::{
    connect::{EventLimits, Patience, ports::Session},
    domain::state::SessionState,
};

use crate::{answer::Answer, functions_kit::Kit, panel::request, support::log};

const UP: &str = r#"{"id":"evt_1","type":"connected","data":{"account":"1000000000042","phone":"+79990001122"}}"#;

/// A key as a CRM may have made it.
const KEY: &str = "MARK key+of/the=crm&";
const ENCODED: &str = "MARK%20key%2Bof%2Fthe%3Dcrm%26";

async fn post(kit: &Kit, query: &str, mark: Option<&str>, body: &str) -> Answer {
    let path = format!("/functions/v1/wpp-webhook{query}");
    let mut request = request(Method::POST, &path, "");
    if let Some(name) = mark {
        request = request.header(name, "1");
    }
    kit.answer(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn adopted(kit: &Kit) -> Session {
    kit.world.adopted(&kit.admin, "1000000000042", KEY, "http://127.0.0.1:9/crm").await
}

fn query() -> String {
    format!("?account=1000000000042&key={ENCODED}")
}

#[tokio::test]
async fn an_event_is_kept_before_it_is_answered_and_the_same_again_is_fine() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    for _ in 0..2 {
        let answer = post(&kit, &query(), None, UP).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, r#"{"success":true}"#));
        assert!(kit.world.has_event(session.id, "evt_1").await);
    }
    kit.world.settled().await;
    let row = kit.world.connect.list(&kit.admin).await.unwrap().remove(0);
    assert_eq!(row.live.lifecycle.shown(kit.world.connect.now()), SessionState::Connected);
    assert_eq!(kit.world.store.count_events().await.unwrap().waiting, 0, "there is nobody to pass it on to");
}

/// Lesson 17, and no trace of what a stranger sends.
#[tokio::test]
async fn lesson_17_an_event_of_nobody_is_not_kept() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    let _ = kit.world.connect.pass_events_on();
    for query in ["", "?account=1000000000042", "?account=1000000000042&key=", "?key=MARK+key%2Bof"] {
        assert_eq!(post(&kit, query, None, UP).await.status, 401, "{query}");
    }
    assert_eq!(post(&kit, &query(), None, "[]").await.status, 400);
    assert_eq!(post(&kit, &query(), None, "no json").await.status, 400);
    assert!(!kit.world.has_event(session.id, "evt_1").await);
    assert_eq!(kit.world.store.count_events().await.unwrap().waiting, 0);
}

#[tokio::test]
async fn unknown_types_are_kept_for_who_understands_them() {
    let kit = Kit::new(true).await;
    adopted(&kit).await;
    let _ = kit.world.connect.pass_events_on();
    let bodies = [r#"{"type":"constructed"}"#, "{}", r#" {"event":["odd"]} "#];
    for body in bodies {
        assert_eq!(post(&kit, &query(), None, body).await.status, 200, "{body}");
    }
    let waiting = kit.world.store.events_to_forward(kit.world.connect.now(), 10).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].raw.as_slice()), (1, bodies[0].as_bytes()));
    assert_eq!(kit.world.store.count_events().await.unwrap().waiting, 3);
}

/// The CRM's proxy sends its webhook's path to us: an address behind it would send every event round and round.
#[tokio::test]
async fn what_comes_from_the_panel_itself_is_not_taken() {
    let kit = Kit::new(true).await;
    let session = adopted(&kit).await;
    let answer = post(&kit, &query(), Some("x-wpp-panel-passed-on"), UP).await;
    assert_eq!(answer.status, 508);
    assert!(!kit.world.has_event(session.id, "evt_1").await);
}

#[tokio::test]
async fn the_log_tells_no_key_and_no_message() {
    log::keep();
    let kit = Kit::new(true).await;
    adopted(&kit).await;
    let _ = kit.world.connect.pass_events_on();
    log::take();
    let message = r#"{"account":"1000000000042","type":"chat","text":"MARK text","from":"+79851234567"}"#;
    let foreign = r#"{"account":"1000000000043","type":"chat","text":"MARK text","from":"+79851234567"}"#;
    for (body, status) in [(message, 200), (foreign, 200), (UP, 200), ("MARK", 400)] {
        assert_eq!(post(&kit, &query(), None, body).await.status, status);
    }
    let text = log::take();
    assert!(text.contains("answered") && text.contains("another account"), "{text}");
    for secret in ["MARK", "+7985", "key="] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Who sends too much is told when to come again; what others send goes on.
#[tokio::test]
async fn a_flood_is_told_when_to_come_again() {
    let events = EventLimits { per_second: 2, ..EventLimits::default() };
    let kit = Kit::patient(Patience { events, ..Patience::default() }).await;
    adopted(&kit).await;
    for status in [200, 200, 429] {
        let answer = post(&kit, &query(), None, r#"{"type":"chat"}"#).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("retry-after"), if status == 429 { "1" } else { "" });
    }
}
