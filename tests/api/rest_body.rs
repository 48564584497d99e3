//! Bad input is the caller's fault, and is told in a sentence.

use axum::body::Body;
use serde_json::json;

use crate::rest_kit::{Rest, request};

const POSTS: [&str; 7] =
    ["wpp-provision", "wpp-create", "wpp-qr", "wpp-status", "wpp-start", "wpp-disconnect", "messenger-integrations"];

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let rest = Rest::new(true).await;
    for call in POSTS {
        for body in ["[]", "null", "7", "\"text\"", "{", "{}{}", "nonsense", "\u{0}", "{\"a\":1e999}"] {
            let error = rest.call(Some(&rest.admin), "POST", call, body).await.refused(400);
            assert!(error.contains("JSON object"), "{call} {body:?}: {error}");
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
        rest.call(Some(&rest.admin), "POST", call, deep).await.refused(400);
        rest.call(Some(&rest.admin), "POST", call, vec![b'{', 0xff, b'}']).await.refused(400);
    }
    assert!(rest.rows().await.is_empty() && rest.world.is_unasked());
}

#[tokio::test]
async fn a_wrong_type_is_named_and_not_repeated() {
    let rest = Rest::new(true).await;
    let wrong = [
        ("wpp-create", json!({ "add_new": "MARK" }), "add_new"),
        ("wpp-create", json!({ "force_recreate": 1 }), "force_recreate"),
        ("wpp-status", json!({ "force": "MARK" }), "force"),
        ("wpp-status", json!({ "session_name": { "MARK": 1 } }), "session_name"),
        ("wpp-start", json!({ "integration_id": ["MARK"] }), "integration_id"),
        ("wpp-disconnect", json!({ "session": true }), "session"),
        ("messenger-integrations", json!({ "provider": 7 }), "provider"),
        ("messenger-integrations", json!({ "settings": "MARK" }), "settings"),
        ("messenger-integrations", json!({ "is_primary": "MARK" }), "is_primary"),
    ];
    for (call, body, field) in wrong {
        let error = rest.post(call, body).await.refused(400);
        assert_eq!(error, format!("{field} has a wrong type"), "{call}");
    }
    assert!(rest.world.is_unasked());
}

#[tokio::test]
async fn no_body_unknown_fields_and_any_content_type_are_taken() {
    for (body, kind) in
        [("", ""), (" \n", "text/plain"), ("{}", "application/x-www-form-urlencoded"), ("{\"x\":{}}", "nonsense")]
    {
        let rest = Rest::new(true).await;
        let call = request("POST", "wpp-provision").header("content-type", kind).body(Body::from(body)).unwrap();
        assert_eq!(rest.send(Some(&rest.admin), call).await.ok()["status"], "qr_issued", "{body:?} as {kind}");
    }
}

/// Lesson 17: the tenant is whoever the token names, whatever the body says.
#[tokio::test]
async fn lesson_17_fields_that_nobody_asked_for_change_nothing() {
    let rest = Rest::new(true).await;
    let stranger = rest.world.admin().await;
    let body = json!({
        "organization_id": stranger.organization, "organizationId": stranger.organization, "role": "admin",
        "user_id": stranger.user, "account_number": "org_00000000", "attempt": "x",
    });
    rest.post("wpp-provision", body).await.ok();
    assert_eq!(rest.rows().await.len(), 1);
    assert!(rest.world.connect.list(&stranger).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_mebibytes_are_too_much() {
    let rest = Rest::new(true).await;
    let huge = || json!({ "settings": { "a": "x".repeat(2 * 1024 * 1024) } }).to_string();
    for call in POSTS {
        rest.call(Some(&rest.admin), "POST", call, huge()).await.refused(413);
        // without a length before it
        let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(huge())]);
        rest.call(Some(&rest.admin), "POST", call, Body::from_stream(stream)).await.refused(413);
    }
    assert!(rest.rows().await.is_empty());
}

#[tokio::test]
async fn what_is_not_there_is_told_as_json_too() {
    let rest = Rest::new(true).await;
    rest.post("wpp-dance", json!({})).await.refused(404);
    rest.get("wpp-provision").await.refused(405);
    rest.call(Some(&rest.admin), "PATCH", "messenger-integrations", "").await.refused(405);
    rest.call(None, "POST", "wpp-provision", "{}").await.refused(401);
}

/// A ticket leads to the one line in the log that says what happened.
#[tokio::test]
async fn a_failure_is_logged_once_under_its_ticket() {
    let rest = Rest::new(true).await;
    rest.world.sim.down();
    crate::support::log::take();
    let reply = rest.post("wpp-provision", json!({})).await;
    reply.refused(502);
    let body = reply.json();
    let ticket = body["ticket"].as_str().unwrap();
    assert!(ticket.starts_with("GW-502-"), "{ticket}");
    let log = crate::support::log::take();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(ticket)).collect();
    assert!(lines.len() == 1 && lines[0].contains("ERROR") && lines[0].contains("Unreachable"), "{lines:?}");
}
