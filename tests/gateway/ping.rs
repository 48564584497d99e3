//! One cheap question.

use serde_json::json;
use wpp_panel::connect::ports::{Gateway, GatewayFault};

use crate::{
    kit::{Setup, account, kit, token},
    stub::{Reply, TOKEN},
};

#[tokio::test]
async fn with_a_global_key_every_ping_asks_and_calls_use_what_it_brought() {
    let kit = kit(|_| Reply::ok(json!({"status": "connected"}))).await;
    kit.client.ping().await.unwrap();
    kit.client.ping().await.unwrap();
    assert_eq!(kit.stub.count(TOKEN), 2);
    kit.client.status(&account()).await.unwrap();
    assert_eq!(kit.stub.count(TOKEN), 2);
    assert_eq!(kit.stub.hits().pop().unwrap().bearer.as_deref(), Some("Bearer token-2"));
}

#[tokio::test]
async fn a_ping_that_fails_leaves_a_good_token_alone() {
    let kit = Setup::default()
        .scripted(|hit| match (hit.line.as_str(), hit.nth) {
            (TOKEN, 0) => token(hit),
            (TOKEN, _) => Reply::json(503, json!({})),
            _ => Reply::ok(json!({"status": "connected"})),
        })
        .await;
    kit.client.status(&account()).await.unwrap();
    assert_eq!(kit.client.ping().await.unwrap_err().fault, GatewayFault::Unwell { retry_after: None });
    kit.client.status(&account()).await.unwrap();
}

#[tokio::test]
async fn a_ping_with_a_dead_key_says_so_and_drops_the_token() {
    let kit = Setup::default()
        .scripted(|hit| match (hit.line.as_str(), hit.nth) {
            (TOKEN, 0) => token(hit),
            (TOKEN, _) => Reply::json(401, json!({})),
            _ => Reply::ok(json!({"status": "connected"})),
        })
        .await;
    kit.client.status(&account()).await.unwrap();
    assert_eq!(kit.client.ping().await.unwrap_err().fault, GatewayFault::KeyRefused);
    assert_eq!(kit.client.status(&account()).await.unwrap_err().fault, GatewayFault::KeyRefused);
}

#[tokio::test]
async fn with_a_client_secret_it_makes_nothing_and_takes_any_answer() {
    for status in [200, 302, 401, 404, 429, 499] {
        let kit = Setup::per_client().scripted(move |_| Reply::html(status)).await;
        kit.client.ping().await.unwrap_or_else(|error| panic!("{status}: {error}"));
        let hits = kit.stub.hits();
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].line.as_str(), &hits[0].bearer), ("GET /", &None));
    }
    let kit = Setup::per_client().scripted(|_| Reply::html(502)).await;
    let error = kit.client.ping().await.unwrap_err();
    assert_eq!(
        (error.fault, error.call, error.status),
        (GatewayFault::Unwell { retry_after: None }, "ping", Some(502))
    );
}

#[tokio::test]
async fn a_front_page_without_end_does_not_hold_up_a_ping() {
    let kit = Setup::per_client().scripted(|_| Reply::endless()).await;
    kit.client.ping().await.unwrap();
}
