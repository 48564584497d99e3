//! The client repeats every POST whose answer it did not get.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use wpp_panel::sim::{Call, Fault, FaultBody};

use crate::rest_kit::Rest;

/// Lesson 5: up to four gateway accounts from one click.
#[tokio::test]
async fn lesson_05_one_more_repeated_after_a_lost_answer_makes_one_account() {
    for mode in [true, false] {
        let rest = Rest::new(mode).await;
        let mut answers = Vec::new();
        for _ in 0..4 {
            answers.push(rest.post("wpp-create", json!({ "add_new": true })).await.ok());
            rest.pass(2);
        }
        assert!(answers.iter().all(|answer| answer["session"] == answers[0]["session"]), "{answers:?}");
        assert_eq!((rest.rows().await.len(), rest.at_platform()), (1, (1, usize::from(mode))));
    }
}

/// The client goes away while the request is under way, and asks again.
#[tokio::test]
async fn lesson_05_a_request_that_was_cut_is_the_one_that_is_repeated() {
    for mode in [true, false] {
        for body in [json!({ "add_new": true }), json!({ "force_recreate": true }), json!({})] {
            let rest = Rest::new(mode).await;
            rest.world.sim.patch(&json!({ "delay_ms": 150 })).unwrap();
            for _ in 0..3 {
                let cut = rest.post("wpp-create", body.clone());
                assert!(tokio::time::timeout(Duration::from_millis(60), cut).await.is_err(), "it was answered");
            }
            let made = rest.post("wpp-create", body.clone()).await.ok();
            assert_eq!(made["status"], "qr_issued");
            assert_eq!((rest.rows().await.len(), rest.at_platform()), (1, (1, usize::from(mode))), "{body}");
        }
    }
}

/// The gateway carries a call out and its answer is lost; ours is then a 5xx, and the client asks again.
#[tokio::test]
async fn lesson_05_after_a_5xx_of_ours_one_account_is_left() {
    for mode in [true, false] {
        for call in [Call::Start, Call::Qr] {
            let rest = Rest::new(mode).await;
            rest.world.sim.patch(&json!({ "qr_in_start": false })).unwrap();
            let lost = Fault::body(FaultBody::Html).on(call).carried_out();
            rest.world.sim.fail(lost.times(9)).unwrap();
            let add = json!({ "add_new": true });
            rest.post("wpp-create", add.clone()).await.refused(502);
            rest.world.sim.clear_faults();
            let made = rest.post("wpp-create", add).await.ok();
            rest.world.connect.sweep().await.unwrap();
            assert_eq!((rest.rows().await.len(), rest.at_platform().0), (1, 1), "{call:?}");
            assert_eq!(rest.world.sim.accounts()[0].number, made["session"].as_str().unwrap());
        }
    }
}

#[tokio::test]
async fn many_at_once_are_one() {
    for body in [json!({ "add_new": true }), json!({ "force_recreate": true }), json!({})] {
        let rest = Rest::new(true).await;
        let answers = join_all((0..8).map(|_| rest.post("wpp-create", body.clone()))).await;
        let sessions: Vec<Value> = answers.iter().map(|answer| answer.ok()["session"].clone()).collect();
        assert!(sessions.iter().all(|session| *session == sessions[0]), "{body}: {sessions:?}");
        assert_eq!((rest.rows().await.len(), rest.at_platform().0), (1, 1), "{body}");
    }
}

#[tokio::test]
async fn a_key_names_the_request_for_ever() {
    let rest = Rest::new(true).await;
    let add = || json!({ "add_new": true });
    let first = rest.keyed("wpp-create", "one", add()).await.ok();
    let second = rest.keyed("wpp-create", "two", add()).await.ok();
    assert_ne!(first["session"], second["session"]);
    rest.link(&first["session"]).await;
    for _ in 0..2 {
        let again = rest.keyed("wpp-create", "one", add()).await.ok();
        assert_eq!((&again["session"], &again["status"]), (&first["session"], &json!("connected")));
    }
    assert_eq!(rest.rows().await.len(), 2);
    // somebody else's key is another one
    let other = rest.world.person(rest.admin.organization, wpp_panel::domain::actor::Role::Admin).await;
    let request = crate::rest_kit::request("POST", "wpp-create").header("idempotency-key", "one");
    let body = axum::body::Body::from(add().to_string());
    let third = rest.send(Some(&other), request.body(body).unwrap()).await.ok();
    assert_eq!(rest.rows().await.len(), 3, "{third}");
}

#[tokio::test]
async fn without_a_key_the_next_one_begins_when_the_first_is_over() {
    let rest = Rest::new(true).await;
    let first = rest.one_more().await;
    let second = rest.post("wpp-create", json!({ "add_new": true })).await.ok();
    assert_ne!(first["session"], second["session"]);

    // a cancel on the page ends it as well, and does not keep anybody from another one
    let open = rest.rows().await.into_iter().find(|row| row.id.to_string() == second["integration_id"]).unwrap();
    let attempt = open.live.attempt.unwrap().id;
    rest.world.connect.cancel(&rest.admin, attempt, Some(open.id)).await.unwrap();
    let third = rest.post("wpp-create", json!({ "add_new": true })).await.ok();
    assert_ne!(third["integration_id"], second["integration_id"]);
    let again = rest.post("wpp-create", json!({ "add_new": true })).await.ok();
    assert_eq!(again["session"], third["session"]);
    assert_eq!(rest.rows().await.len(), 2);
}

#[tokio::test]
async fn a_key_is_1_to_200_visible_characters() {
    let rest = Rest::new(true).await;
    for key in ["", "two words", "ключ", &"x".repeat(201)] {
        for call in [
            "wpp-provision",
            "wpp-create",
            "wpp-qr",
            "wpp-status",
            "wpp-start",
            "wpp-disconnect",
            "messenger-integrations",
        ] {
            let error = rest.keyed(call, key, json!({})).await.refused(400);
            assert!(error.contains("Idempotency-Key"), "{call}: {error}");
        }
    }
    let twice =
        crate::rest_kit::request("POST", "wpp-provision").header("idempotency-key", "a").header("idempotency-key", "b");
    rest.send(Some(&rest.admin), twice.body(axum::body::Body::empty()).unwrap()).await.refused(400);
    assert!(rest.rows().await.is_empty());
    rest.keyed("wpp-provision", &"x".repeat(200), json!({})).await.ok();
}

#[tokio::test]
async fn recreating_replaces_what_is_not_connected_and_adds_to_what_is() {
    for mode in [true, false] {
        let rest = Rest::new(mode).await;
        let first = rest.post("wpp-provision", json!({})).await.ok();
        rest.pass(1);
        let replaced = rest.post("wpp-create", json!({ "force_recreate": true })).await.ok();
        assert_eq!(replaced["integration_id"], first["integration_id"], "the same row");
        assert_ne!(replaced["session"], first["session"], "another account");
        assert_eq!(rest.at_platform().0, 1, "the old account is gone");
        rest.link(&replaced["session"]).await;
        let added = rest.post("wpp-create", json!({ "force_recreate": true })).await.ok();
        assert_ne!(added["integration_id"], first["integration_id"]);
        let both = json!({ "force_recreate": true, "add_new": true });
        let more = rest.post("wpp-create", both).await.ok();
        assert_eq!(rest.rows().await.len(), 3, "what adds takes nothing away: {more}");
    }
}

/// A repeat of a disconnect without a name must not end the session that became primary by the first.
#[tokio::test]
async fn a_repeated_disconnect_ends_one_session() {
    let rest = Rest::new(true).await;
    let (first, second) = (rest.connected().await, rest.one_more().await);
    for _ in 0..3 {
        let gone = rest.post("wpp-disconnect", json!({})).await.ok();
        assert_eq!(gone, json!({ "ok": true, "success": true, "status": "disconnected" }));
        rest.pass(5);
    }
    let left: Vec<String> = rest.rows().await.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(left, [second["integration_id"].as_str().unwrap()], "{first}");
    // a minute later it is another wish
    rest.pass(60);
    rest.post("wpp-disconnect", json!({})).await.ok();
    rest.post("wpp-disconnect", json!({})).await.ok();
    rest.pass(60);
    rest.post("wpp-disconnect", json!({})).await.refused(404);
}

#[tokio::test]
async fn what_was_made_after_a_disconnect_can_be_disconnected_at_once() {
    let rest = Rest::new(true).await;
    for _ in 0..2 {
        rest.connected().await;
        rest.post("wpp-disconnect", json!({})).await.ok();
        assert!(rest.rows().await.is_empty());
    }
}

#[tokio::test]
async fn a_disconnect_with_a_name_or_a_key_means_one_session() {
    let rest = Rest::new(true).await;
    let (first, second) = (rest.connected().await, rest.one_more().await);
    rest.keyed("wpp-disconnect", "k", json!({})).await.ok();
    rest.pass(3_600);
    rest.keyed("wpp-disconnect", "k", json!({})).await.ok();
    assert_eq!(rest.rows().await[0].id.to_string(), second["integration_id"].as_str().unwrap());
    rest.post("wpp-disconnect", json!({ "session": first["session"] })).await.refused(404);
    rest.post("wpp-disconnect", json!({ "session": second["session"] })).await.ok();
    assert!(rest.rows().await.is_empty() && rest.world.sim.accounts().is_empty());
}

#[tokio::test]
async fn several_sessions_and_none_primary_need_a_name() {
    let rest = Rest::new(true).await;
    rest.post("wpp-create", json!({ "add_new": true })).await.ok();
    rest.keyed("wpp-create", "second", json!({ "add_new": true })).await.ok();
    assert!(rest.post("wpp-disconnect", json!({})).await.refused(400).contains("name one"));
    assert_eq!(rest.rows().await.len(), 2);
}

#[tokio::test]
async fn a_gateway_that_is_gone_keeps_nobody_from_disconnecting() {
    let rest = Rest::new(true).await;
    rest.connected().await;
    rest.world.sim.down();
    let gone = rest.post("wpp-disconnect", json!({})).await.ok();
    assert_eq!(gone["status"], "disconnected");
    assert!(rest.rows().await.is_empty());
    rest.world.sim.up();
    rest.world.connect.sweep().await.unwrap();
    assert!(rest.world.sim.accounts().is_empty());
}
