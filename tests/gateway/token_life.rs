//! How long a token is used.

use std::time::Duration;

use serde_json::{Value, json};
use wpp_panel::connect::ports::Gateway;

use crate::{
    kit::{Kit, Setup, account},
    stub::{Reply, TOKEN},
};

async fn lasting(answer: Value) -> Kit {
    Setup::default()
        .scripted(move |hit| Reply::ok(if hit.line == TOKEN { answer.clone() } else { json!({"status": "connected"}) }))
        .await
}

/// How many exchanges there are when a second call comes `later` seconds after the first.
async fn exchanges(kit: &Kit, later: u64) -> usize {
    kit.client.status(&account()).await.unwrap();
    kit.clock.advance(Duration::from_secs(later));
    kit.client.status(&account()).await.unwrap();
    kit.stub.count(TOKEN)
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_its_end() {
    for life in [json!(3600), json!("3600"), json!(3600.0)] {
        let answer = json!({"token": "t", "expiresIn": life});
        assert_eq!(exchanges(&lasting(answer.clone()).await, 3539).await, 1);
        assert_eq!(exchanges(&lasting(answer).await, 3540).await, 2);
    }
}

#[tokio::test]
async fn lesson_12_a_token_without_expires_in_lives_fifteen_minutes_and_not_an_hour() {
    for answer in [
        json!({"token": "t"}),
        json!({"token": "t", "expiresIn": null}),
        json!({"token": "t", "expiresIn": "15m"}),
        json!({"token": "t", "expiresIn": -1}),
        json!({"token": "t", "expiresIn": {}}),
    ] {
        assert_eq!(exchanges(&lasting(answer.clone()).await, 839).await, 1, "{answer}");
        assert_eq!(exchanges(&lasting(answer.clone()).await, 840).await, 2, "{answer}");
    }
}

#[tokio::test]
async fn a_token_of_less_than_a_minute_serves_the_call_it_was_asked_for() {
    for life in [0, 30] {
        let kit = lasting(json!({"token": "t", "expiresIn": life})).await;
        assert_eq!(exchanges(&kit, 0).await, 2);
    }
}
