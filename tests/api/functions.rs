//! Server functions are public HTTP: each refuses on its own.

use axum::{
    body::Body,
    http::{Method, header},
};
use serde_json::json;
use wpp_panel::domain::actor::Role;

use crate::{
    functions_kit::{Kit, json_of},
    panel::request,
};

#[tokio::test]
async fn lesson_18_nobody_gets_nothing() {
    let kit = Kit::new(true).await;
    let open = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    let before = kit.world.connect.list(&kit.admin).await.unwrap();
    kit.world.sim.clear_calls();
    for (function, arguments, _) in kit.functions(&open["id"], &kit.press()) {
        for cookie in ["", "wpp_panel=", "wpp_panel=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "wpp_panel=\"'; --"] {
            let answer = kit.call(cookie, function, arguments.clone()).await;
            assert_eq!(answer.status, 401, "{function} with {cookie}: {}", answer.body);
            assert_eq!(json_of(&answer)["code"], "signed_out", "{function}");
        }
    }
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap(), before);
}

#[tokio::test]
async fn lesson_18_a_member_changes_nothing_and_sees_no_code() {
    let kit = Kit::new(true).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let cookie = kit.cookie_of(&member).await;
    let press = kit.press();
    let open = kit.ok("wpp_provision", json!({ "attempt": press })).await;
    for (function, arguments, changes) in kit.functions(&open["id"], &press) {
        let answer = kit.call(&cookie, function, arguments).await;
        assert_eq!(answer.status, if changes { 403 } else { 200 }, "{function}: {}", answer.body);
        if changes {
            assert_eq!(json_of(&answer)["code"], "forbidden", "{function}");
        }
        assert!(!answer.body.contains("<svg") && !answer.body.contains("data:image"), "{function} shows a code");
    }
    let [row] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one row") };
    assert_eq!(row.name, "WhatsApp");
    let asked = kit.call(&cookie, "wpp_status", json!({ "id": open["id"], "has": 0 })).await;
    assert_eq!(json_of(&asked)["step"]["scan"]["picture"], json!(null), "that there is a code may be known");
}

#[tokio::test]
async fn another_organizations_session_does_not_exist() {
    let kit = Kit::new(true).await;
    let stranger = kit.world.admin().await;
    let cookie = kit.cookie_of(&stranger).await;
    let open = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    kit.pass(4);
    kit.world.sim.clear_calls();
    let unknown = json!("00000000-0000-4000-8000-000000000000");
    for id in [&open["id"], &unknown] {
        for (function, arguments, _) in kit.functions(id, &kit.press()) {
            if !arguments["id"].is_string() || function == "wpp_cancel" {
                continue;
            }
            let answer = kit.call(&cookie, function, arguments).await;
            assert_eq!(answer.status, 404, "{function}: {}", answer.body);
            assert_eq!(json_of(&answer)["code"], "not_found", "{function}");
        }
        let cancel = kit.call(&cookie, "wpp_cancel", json!({ "attempt": kit.press(), "id": id })).await;
        assert_eq!((cancel.status.as_u16(), &*cancel.body), (200, "\"not_yours\""));
    }
    let list = kit.call(&cookie, "list_integrations", json!({ "force": true })).await;
    assert_eq!(json_of(&list)["cards"], json!([]));
    assert!(kit.world.is_unasked(), "the platform is not asked for strangers");
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap()[0].name, "WhatsApp");
}

/// What cannot be understood is the caller's fault, not the server's.
#[tokio::test]
async fn a_body_that_makes_no_sense_is_refused_as_such() {
    let kit = Kit::new(true).await;
    kit.world.sim.clear_calls();
    for (function, _, _) in kit.functions(&json!(""), &json!("")) {
        for body in [
            "",
            "not json",
            "[]",
            "null",
            "{}",
            r#"{"attempt":7,"id":7,"force":7,"has":-1,"name":7}"#,
            "{\"id\":\"x\"",
            "\u{0}",
        ] {
            let answer = kit.send(&kit.cookie, function, body).await;
            assert!(
                matches!(answer.status.as_u16(), 400 | 422),
                "{function} {body:?}: {} {}",
                answer.status,
                answer.body
            );
            assert_eq!(json_of(&answer)["code"], "bad_input", "{function} {body:?}");
        }
    }
    assert!(kit.world.is_unasked());
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_that_is_none_is_refused() {
    let kit = Kit::new(true).await;
    let open = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    for name in ["", "   ", "a\nb", &"x".repeat(61)] {
        let answer = kit.call(&kit.cookie, "wpp_rename", json!({ "id": open["id"], "name": name })).await;
        assert_eq!((answer.status.as_u16(), &json_of(&answer)["code"]), (400, &json!("bad_input")), "{name:?}");
    }
    kit.ok("wpp_rename", json!({ "id": open["id"], "name": "  Приёмная " })).await;
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap()[0].name, "Приёмная");
}

/// Lesson 17: the tenant is whoever is signed in, whatever the body says.
#[tokio::test]
async fn lesson_17_fields_that_nobody_asked_for_change_nothing() {
    let kit = Kit::new(true).await;
    let stranger = kit.world.admin().await;
    let made = kit
        .ok("wpp_provision", json!({
            "attempt": kit.press(), "organization_id": stranger.organization, "organizationId": stranger.organization,
            "user": stranger.user, "role": "admin", "account": "org_00000000", "is_primary": true,
        }))
        .await;
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap()[0].id.to_string(), made["id"]);
    assert!(kit.world.connect.list(&stranger).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_a_post_from_our_own_page_calls_anything() {
    let kit = Kit::new(true).await;
    for (function, arguments, _) in kit.functions(&kit.press(), &kit.press()) {
        let path = format!("/api/{function}");
        let read = request(Method::GET, &path, &kit.cookie).body(Body::empty()).unwrap();
        assert!(kit.answer(read).await.status.is_client_error(), "{function}");
        let foreign = request(Method::POST, &path, &kit.cookie)
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(arguments.to_string()))
            .unwrap();
        assert_eq!(kit.answer(foreign).await.status, 403, "{function}");
    }
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty());
}
