//! Getting tokens: renewals, refusals, and one exchange at a time.

use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::json;
use tokio::sync::Semaphore;
use wpp_panel::connect::ports::{Gateway, GatewayFault};

use crate::{
    kit::{GLOBAL_KEY, Kit, Setup, account, account_with, kit, token},
    stub::{Reply, TOKEN},
};

const STATUS: &str = "GET /api/accounts/org_3f2a91c7/status";

fn up() -> Reply {
    Reply::ok(json!({"status": "connected"}))
}

/// Starts `count` calls, waits until the token exchange of one is under way and all others stand behind it, then opens
/// the gate. Gives back how many calls succeeded.
async fn together(kit: Kit, gate: &Semaphore, count: usize) -> (Kit, usize) {
    let kit = Arc::new(kit);
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move { kit.client.status(&account()).await.is_ok() })
        })
        .collect();
    while kit.stub.count(TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    gate.add_permits(count);
    let succeeded = join_all(calls).await.into_iter().filter(|result| *result.as_ref().unwrap()).count();
    (Arc::into_inner(kit).unwrap(), succeeded)
}

#[tokio::test]
async fn the_token_goes_with_every_call_and_is_asked_for_once() {
    let kit = kit(|_| up()).await;
    for _ in 0..3 {
        kit.client.status(&account()).await.unwrap();
    }
    let hits = kit.stub.hits();
    assert_eq!(hits[0].body, json!({"apiKey": GLOBAL_KEY}));
    assert_eq!(hits[0].bearer, None);
    assert_eq!(hits.len(), 4);
    assert!(hits[1..].iter().all(|hit| hit.line == STATUS && hit.bearer.as_deref() == Some("Bearer token-1")));
}

#[tokio::test]
async fn each_key_has_a_token_of_its_own() {
    let kit = kit(|_| up()).await;
    for access in [account_with("key-a"), account_with("key-b"), account_with("key-a")] {
        kit.client.status(&access).await.unwrap();
    }
    let keys: Vec<_> =
        kit.stub.hits().into_iter().filter(|hit| hit.line == TOKEN).map(|hit| hit.body["apiKey"].clone()).collect();
    assert_eq!(keys, ["key-a", "key-b"]);
}

#[tokio::test]
async fn fifty_calls_share_one_exchange() {
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let kit =
        Setup::default().scripted(move |hit| if hit.line == TOKEN { token(hit).behind(&held) } else { up() }).await;
    let (kit, succeeded) = together(kit, &gate, 50).await;
    assert_eq!((succeeded, kit.stub.count(TOKEN), kit.stub.count(STATUS)), (50, 1, 50));
}

#[tokio::test]
async fn fifty_calls_share_an_exchange_that_fails() {
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let kit = Setup::default().scripted(move |_| Reply::json(500, json!({})).behind(&held)).await;
    let (kit, succeeded) = together(kit, &gate, 50).await;
    assert_eq!((succeeded, kit.stub.count(TOKEN), kit.stub.count(STATUS)), (0, 1, 0));
    kit.client.status(&account()).await.unwrap_err();
    assert_eq!(kit.stub.count(TOKEN), 2, "who comes later asks again");
}

#[tokio::test]
async fn fifty_refused_calls_share_one_renewal() {
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let kit = Setup::default()
        .scripted(move |hit| match hit.line.as_str() {
            TOKEN => token(hit).behind(&held),
            _ if hit.bearer.as_deref() == Some("Bearer token-1") => Reply::json(401, json!({})),
            _ => up(),
        })
        .await;
    let (kit, succeeded) = together(kit, &gate, 50).await;
    assert_eq!((succeeded, kit.stub.count(TOKEN), kit.stub.count(STATUS)), (50, 2, 100));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated_once() {
    let kit = kit(|hit| if hit.nth == 0 { Reply::json(401, json!({})) } else { up() }).await;
    kit.client.status(&account()).await.unwrap();
    let bearers: Vec<_> = kit.stub.hits().into_iter().filter(|hit| hit.line == STATUS).map(|hit| hit.bearer).collect();
    assert_eq!(bearers, [Some("Bearer token-1".to_owned()), Some("Bearer token-2".to_owned())]);
}

#[tokio::test]
async fn a_renewed_token_counts_as_new_though_its_text_is_the_same() {
    let kit = Setup::default()
        .scripted(|hit| match hit.line.as_str() {
            TOKEN => Reply::ok(json!({"token": "same", "expiresIn": 3600})),
            _ if hit.nth == 0 => Reply::json(401, json!({})),
            _ => up(),
        })
        .await;
    kit.client.status(&account()).await.unwrap();
    assert_eq!(kit.stub.count(TOKEN), 2);
}

#[tokio::test]
async fn a_new_token_that_is_refused_too_ends_it() {
    let kit = kit(|_| Reply::json(401, json!({"error": "jwt malformed"}))).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert_eq!((error.fault, error.call, error.status), (GatewayFault::KeyRefused, "accounts/status", Some(401)));
    assert_eq!((kit.stub.count(TOKEN), kit.stub.count(STATUS)), (2, 2));
}

#[tokio::test]
async fn a_dead_key_is_known_by_the_status_or_by_the_words() {
    let dead = json!({"error": "invalid api key: no such client"});
    for (status, body) in [
        (401, json!({})),
        (400, dead.clone()),
        (403, dead.clone()),
        (404, dead.clone()),
        (200, dead.clone()),
        (500, dead),
    ] {
        let kit = Setup::default().scripted(move |_| Reply::json(status, body.clone())).await;
        let error = kit.client.status(&account()).await.unwrap_err();
        assert_eq!((error.fault, error.call, error.status), (GatewayFault::KeyRefused, "auth/token", Some(status)));
        assert_eq!(kit.stub.hits().len(), 1, "a dead key is not tried twice");
    }
}

#[tokio::test]
async fn a_token_answer_that_cannot_be_used_is_nonsense() {
    for body in
        [json!({}), json!({"token": ""}), json!({"token": {}}), json!({"token": "a\nb"}), json!([]), json!(null)]
    {
        let kit = Setup::default().scripted(move |_| Reply::ok(body.clone())).await;
        assert_eq!(kit.client.status(&account()).await.unwrap_err().fault, GatewayFault::Nonsense);
    }
}

#[tokio::test]
async fn an_unwell_token_exchange_is_not_a_dead_key() {
    let kit = Setup::default().scripted(|_| Reply::json(503, json!({"error": "later"}))).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert_eq!((error.fault, error.call), (GatewayFault::Unwell { retry_after: None }, "auth/token"));
}
