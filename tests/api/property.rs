//! Bad input by the thousand, the same in every run, and what is kept in `tests/corpus` because it broke something once or
//! looks as if it could.

use std::{fs, path::Path};

use axum::{body::Body, http::header};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use crate::rest_kit::{Reply, Rest, request};

const CASES: u32 = 1_000;

/// Texts that programs stumble over.
fn text() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "\0",
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "🦀",
        "\u{202e}abc",
        "•••• 1234",
        "../../etc/passwd",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "=cmd|' /C calc'!A0",
        "connected",
        "logout",
        "qr",
        "offline",
        "message.incoming",
        "evt_1",
        "1800000000",
        "org_12345678",
        "79991234567@c.us",
        "2026-11-27T00:00:00Z",
        "data:image/png;base64,AAAA",
        "00000000-0000-0000-0000-000000000000",
        "green_api",
        "wappi",
        "wpp",
        "whatsapp",
    ];
    prop_oneof![3 => select(known.map(str::to_owned).to_vec()), 1 => any::<String>(), 1 => long()]
}

/// What counts is the length: letters at random took two thirds of the time of these tests.
fn long() -> impl Strategy<Value = String> {
    (select(vec!["a", "я"]), 0..3_000_usize).prop_map(|(letter, length)| letter.repeat(length))
}

/// Any JSON, with names that our calls know among the others.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![vec(inner.clone(), 0..6).prop_map(Value::from), btree_map(name(), inner, 0..6).prop_map(object)]
    })
}

fn name() -> impl Strategy<Value = String> {
    let known = [
        "id",
        "type",
        "created",
        "data",
        "account",
        "event",
        "from",
        "raw_from",
        "text",
        "body",
        "fromMe",
        "messageId",
        "media",
        "qr",
        "qrcode",
        "phone",
        "number",
        "me",
        "session_name",
        "integration_id",
        "session",
        "force",
        "force_recreate",
        "add_new",
        "messenger_type",
        "provider",
        "name",
        "is_primary",
        "is_enabled",
        "settings",
        "wppApiKey",
        "wppAccountNumber",
        "apiTokenInstance",
        "idInstance",
        "__proto__",
        "constructor",
        "",
    ];
    prop_oneof![5 => select(known.map(str::to_owned).to_vec()), 1 => text()]
}

fn object(fields: std::collections::BTreeMap<String, Value>) -> Value {
    Value::Object(fields.into_iter().collect())
}

/// Bodies: mostly objects, some other JSON, some cut off, some no JSON at all.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let whole = || btree_map(name(), value(), 0..8).prop_map(|fields| object(fields).to_string().into_bytes());
    prop_oneof![
        6 => whole(),
        1 => value().prop_map(|value| value.to_string().into_bytes()),
        1 => (whole(), any::<prop::sample::Index>()).prop_map(|(bytes, end)| bytes[..end.index(bytes.len())].to_vec()),
        1 => vec(any::<u8>(), 0..200),
    ]
}

fn settings() -> impl Strategy<Value = Value> {
    btree_map(name(), value(), 0..8).prop_map(object)
}

/// The files of a folder of the corpus.
fn corpus(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 5, "the corpus is there");
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Tries all of `kept` and then so many of what `strategy` makes.
fn try_all<S: Strategy>(kept: Vec<S::Value>, strategy: &S, mut holds: impl AsyncFnMut(&Rest, S::Value))
where
    S::Value: Clone,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let rest = runtime.block_on(Rest::new(true));
    for value in kept {
        runtime.block_on(holds(&rest, value));
    }
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let holds = std::cell::RefCell::new(holds);
    let ended = runner.run(strategy, |value| {
        runtime.block_on((holds.borrow_mut())(&rest, value));
        Ok(())
    });
    ended.unwrap();
}

/// An answer is a success, or a refusal with a sentence; never a failure of ours.
#[track_caller]
fn is_answered(reply: &Reply, what: &str) {
    let body: Value = serde_json::from_str(&reply.text).unwrap_or_else(|_| panic!("{what}: {}", reply.text));
    if reply.status < 300 {
        assert_eq!(body["success"], true, "{what}: {body}");
        return;
    }
    assert!((400..500).contains(&reply.status), "{what}: {} {body}", reply.status);
    assert_eq!(body["success"], false, "{what}: {body}");
    assert!(body["error"].as_str().is_some_and(|error| !error.is_empty()), "{what}: {body}");
}

fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(300).collect()
}

#[test]
fn whatever_the_platform_sends_is_kept_or_refused() {
    let mut webhook = None;
    try_all(corpus("webhook"), &body(), async |rest: &Rest, body: Vec<u8>| {
        if webhook.is_none() {
            rest.connected().await;
            let session = rest.rows().await.remove(0);
            webhook = Some((session.id, format!("wpp-webhook?key={}", session.webhook_key.expose())));
        }
        let (id, call) = webhook.as_ref().unwrap();
        let reply = rest.call(None, "POST", call, body.clone()).await;
        is_answered(&reply, &readable(&body));
        let is_object = serde_json::from_slice::<serde_json::Map<String, Value>>(&body).is_ok();
        assert_eq!(reply.status == 200, is_object, "{}: {}", readable(&body), reply.text);
        rest.world.settled().await;
        let rows = rest.rows().await;
        assert_eq!((rows.len(), rows[0].id), (1, *id), "the session is there and can be read");
    });
}

#[test]
fn whatever_the_crm_sends_is_answered_in_its_form() {
    let calls = [
        "wpp-provision",
        "wpp-create",
        "wpp-qr",
        "wpp-status",
        "wpp-start",
        "wpp-disconnect",
        "messenger-integrations",
    ];
    let strategy = (select(calls.to_vec()), body());
    let kept = corpus("rest").into_iter().flat_map(|body| calls.map(|call| (call, body.clone()))).collect();
    try_all(kept, &strategy, async |rest: &Rest, (call, body): (&str, Vec<u8>)| {
        let sent = request("POST", call)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.clone()))
            .unwrap();
        let reply = rest.send(Some(&rest.admin), sent).await;
        is_answered(&reply, &format!("{call} {}", readable(&body)));
        // what made rows makes room for the next
        if rest.rows().await.len() > 20 {
            for session in rest.rows().await {
                rest.post("wpp-disconnect", json!({ "integration_id": session.id })).await.ok();
            }
        }
    });
}

#[test]
fn whatever_settings_hold_nothing_is_lost_and_no_secret_shown() {
    let mut row = None;
    let kept = corpus("settings").iter().filter_map(|text| serde_json::from_slice(text).ok()).collect();
    try_all(kept, &settings(), async |rest: &Rest, settings: Value| {
        if row.is_none() {
            let first = json!({ "idInstance": "1", "apiTokenInstance": "MARK-of-a-token-1234" });
            let body =
                json!({ "messenger_type": "whatsapp", "provider": "green_api", "name": "Green", "settings": first });
            row = Some(rest.post("messenger-integrations", body).await.json()["integration"]["id"].clone());
        }
        let id = row.as_ref().unwrap().as_str().unwrap();
        let call = format!("messenger-integrations?id={id}");
        let body = json!({ "settings": settings }).to_string();
        let reply = rest.call(Some(&rest.admin), "PUT", &call, body).await;
        is_answered(&reply, &settings.to_string());
        let list = rest.get("messenger-integrations").await;
        let listed = list.ok();
        let shown = listed["integrations"].as_array().unwrap().iter().find(|row| row["id"] == id);
        assert!(shown.is_some(), "the row is there after {settings}");
        assert!(!list.text.contains("MARK-of-a-token"), "{}", list.text);
    });
}
