//! A key that was just made and that parts of the platform do not know yet.

use std::time::Duration;

use serde_json::json;
use wpp_panel::connect::ports::{Clock, Gateway, GatewayFault};

use crate::{
    kit::{Kit, Setup, account_with, token},
    stub::{Hit, Reply, TOKEN},
};

const START: &str = "POST /api/accounts/start";

fn denial() -> Reply {
    Reply::json(403, json!({"error": "Invalid API key"}))
}

/// A platform that makes the key `new-key`, and otherwise does what the script says.
async fn new_key(script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Kit {
    let kit = Setup::per_client()
        .scripted(move |hit| {
            if hit.line.ends_with("/create") {
                Reply::ok(json!({"apiKey": "new-key", "session": "1700000000123"}))
            } else {
                script(hit)
            }
        })
        .await;
    kit.client.create_client("any").await.unwrap();
    kit.stub.forget();
    kit
}

#[tokio::test]
async fn a_race_at_a_call_is_waited_out() {
    let kit = new_key(|hit| match hit.line.as_str() {
        TOKEN => token(hit),
        _ if hit.nth < 3 => denial(),
        _ => Reply::ok(json!({"status": "starting"})),
    })
    .await;
    kit.client.start(&account_with("new-key")).await.unwrap();
    assert_eq!((kit.stub.count(START), kit.stub.count(TOKEN)), (4, 1));
}

#[tokio::test]
async fn a_race_at_the_token_is_waited_out() {
    let kit = new_key(|hit| match hit.line.as_str() {
        TOKEN if hit.nth < 3 => denial(),
        TOKEN => token(hit),
        _ => Reply::ok(json!({"status": "starting"})),
    })
    .await;
    kit.client.start(&account_with("new-key")).await.unwrap();
    assert_eq!((kit.stub.count(START), kit.stub.count(TOKEN)), (1, 4));
}

#[tokio::test]
async fn a_race_that_is_none_is_reported_six_seconds_after_the_creation() {
    for line in [TOKEN, START] {
        let kit = new_key(move |hit| if hit.line == line { denial() } else { token(hit) }).await;
        let begun = kit.clock.now();
        let error = kit.client.start(&account_with("new-key")).await.unwrap_err();
        assert_eq!((error.fault, error.status), (GatewayFault::KeyRefused, Some(403)));
        assert_eq!(kit.clock.now().since(begun), Duration::from_secs(6));
        assert_eq!(kit.stub.count(line), 13, "at once and after each half second");
    }
}

#[tokio::test]
async fn the_six_seconds_begin_at_the_creation_and_not_at_the_call() {
    let kit = new_key(|hit| if hit.line == TOKEN { token(hit) } else { denial() }).await;
    kit.clock.advance(Duration::from_millis(5_200));
    let begun = kit.clock.now();
    kit.client.start(&account_with("new-key")).await.unwrap_err();
    assert_eq!(kit.clock.now().since(begun), Duration::from_millis(800));
}

#[tokio::test]
async fn a_key_that_is_not_new_is_refused_at_once() {
    let kit = new_key(|hit| if hit.line == TOKEN { token(hit) } else { denial() }).await;
    for key in ["old-key", "new-key"] {
        let begun = kit.clock.now();
        let error = kit.client.start(&account_with(key)).await.unwrap_err();
        assert_eq!(error.fault, GatewayFault::KeyRefused);
        assert_eq!(kit.clock.now().since(begun).is_zero(), key == "old-key", "{key}");
    }
    kit.stub.forget();
    kit.client.start(&account_with("new-key")).await.unwrap_err();
    assert_eq!(kit.stub.count(START), 1, "the six seconds are over for it too");
}

#[tokio::test]
async fn no_other_refusal_is_taken_for_the_race() {
    for line in [TOKEN, START] {
        for (status, words, fault) in [
            (403, "forbidden", GatewayFault::Rejected),
            (400, "Invalid API key", GatewayFault::KeyRefused),
            (404, "Invalid API key", GatewayFault::KeyRefused),
        ] {
            let kit = new_key(
                move |hit| {
                    if hit.line == line { Reply::json(status, json!({"error": words})) } else { token(hit) }
                },
            )
            .await;
            let error = kit.client.start(&account_with("new-key")).await.unwrap_err();
            assert_eq!((error.fault, kit.stub.count(line)), (fault, 1), "{line}: {status} {words}");
        }
    }
}
