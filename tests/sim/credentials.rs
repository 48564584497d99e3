//! Keys, tokens, and who may open what.

use std::time::Duration;

use serde_json::json;
use wpp_panel::sim::{DEMO_CLIENT_SECRET, DEMO_GLOBAL_KEY, SimConfig, Span};

use crate::rig::{NUMBER, Rig};

#[tokio::test]
async fn an_unknown_key_gets_no_token() {
    let rig = Rig::new().await;
    let (status, body) = rig.token("nobody's").await;
    assert_eq!((status, &body["error"]), (401, &json!("Invalid API key")));
}

#[tokio::test]
async fn a_token_ends_after_the_time_it_was_given_for() {
    let (rig, token) = Rig::with_code().await;
    let path = format!("/api/accounts/{NUMBER}/status");
    rig.handle.advance(Duration::from_secs(880));
    assert_eq!(rig.get(&path, &token).await.0, 200);
    rig.handle.advance(Duration::from_secs(20));
    assert_eq!(rig.get(&path, &token).await.0, 401);

    rig.handle.change(|settings| settings.token_life_s = 60).unwrap();
    let (_, body) = rig.token(DEMO_GLOBAL_KEY).await;
    assert_eq!(body["expiresIn"], 60);
    rig.handle.advance(Duration::from_secs(60));
    assert_eq!(rig.get(&path, body["token"].as_str().unwrap()).await.0, 401);
}

#[tokio::test]
async fn without_expires_in_a_token_lives_15_minutes() {
    let (rig, _) = Rig::with_code().await;
    rig.handle.change(|settings| settings.expires_in = false).unwrap();
    let (_, body) = rig.token(DEMO_GLOBAL_KEY).await;
    assert!(body.get("expiresIn").is_none(), "{body}");
    let (path, token) = (format!("/api/accounts/{NUMBER}/status"), body["token"].as_str().unwrap());
    rig.handle.advance(Duration::from_secs(14 * 60));
    assert_eq!(rig.get(&path, token).await.0, 200);
    rig.handle.advance(Duration::from_secs(60));
    assert_eq!(rig.get(&path, token).await.0, 401);
}

#[tokio::test]
async fn lesson_22_no_call_goes_without_a_token_whatever_the_letter_case_of_bearer() {
    let (rig, token) = Rig::with_code().await;
    let url = format!("{}/api/accounts/{NUMBER}/status", rig.sim.base_url());
    let ask = |value: String| rig.client.get(&url).header("authorization", value).send();
    assert_eq!(rig.client.get(&url).send().await.unwrap().status(), 401);
    assert_eq!(ask(format!("Basic {token}")).await.unwrap().status(), 401);
    assert_eq!(ask("Bearer sim.0".to_owned()).await.unwrap().status(), 401);
    assert_eq!(ask(format!("bEARER {token}")).await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_same_organization_gets_the_same_key_and_number() {
    let rig = Rig::new().await;
    let (_, first) = rig.create("organization").await;
    let (_, again) = rig.create("organization").await;
    let (_, other) = rig.create("organization__wpp__0123abcd").await;
    assert_eq!((&first["apiKey"], &first["session"]), (&again["apiKey"], &again["session"]));
    assert_ne!(first["apiKey"], other["apiKey"]);
    let number = |body: &serde_json::Value| body["session"].as_str().unwrap().parse::<u64>().unwrap();
    assert_eq!(first["session"].as_str().unwrap().len(), 13);
    assert_eq!(number(&other), number(&first) + 1);
    assert_eq!(rig.handle.keys().len(), 3, "the global one and two clients");
}

#[tokio::test]
async fn only_the_secret_makes_keys() {
    let rig = Rig::new().await;
    let body = json!({ "organizationId": "organization" });
    for bearer in ["", "wrong", DEMO_GLOBAL_KEY] {
        assert_eq!(rig.post("/api/integrations/wpp/create", bearer, body.clone()).await.0, 401);
    }
    assert_eq!(rig.handle.keys().len(), 1);
}

#[tokio::test]
async fn each_way_of_holding_credentials_can_be_off() {
    let rig = Rig::with(SimConfig { global_key: None, ..SimConfig::default() }).await;
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 401);
    assert_eq!(rig.create("organization").await.0, 200);

    let rig = Rig::with(SimConfig { client_secret: None, ..SimConfig::default() }).await;
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 200);
    assert_eq!(rig.create("organization").await.0, 404);
    assert_ne!(DEMO_GLOBAL_KEY, DEMO_CLIENT_SECRET);
}

#[tokio::test]
async fn a_client_key_opens_its_own_account_and_no_other() {
    let (rig, global) = Rig::with_code().await;
    let (_, mine) = rig.create("mine").await;
    let (_, other) = rig.create("other").await;
    let (_, token) = rig.token(mine["apiKey"].as_str().unwrap()).await;
    let token = token["token"].as_str().unwrap();
    let (number, foreign) = (mine["session"].as_str().unwrap(), other["session"].as_str().unwrap());

    assert!(rig.start(token, number).await["qr"].is_string());
    for closed in [foreign, NUMBER] {
        assert_eq!(rig.get(&format!("/api/accounts/{closed}/qr"), token).await.0, 403);
    }
    assert_eq!(rig.get(&format!("/api/accounts/{number}/qr"), &global).await.0, 403);
    assert_eq!(rig.handle.account(number).unwrap().key, "client-1");
}

#[tokio::test]
async fn a_killed_key_is_dead_with_its_tokens() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.kill_key("global").unwrap();
    let (status, body) = rig.get(&format!("/api/accounts/{NUMBER}/status"), &token).await;
    assert_eq!((status, &body["error"]), (401, &json!("Invalid API key")));
    assert_eq!(rig.token(DEMO_GLOBAL_KEY).await.0, 401);

    let (_, made) = rig.create("organization").await;
    rig.handle.kill_key_of(made["session"].as_str().unwrap()).unwrap();
    assert_eq!(rig.token(made["apiKey"].as_str().unwrap()).await.0, 401);
    assert!(rig.handle.keys().iter().all(|key| !key.alive));
}

#[tokio::test]
async fn the_race_after_a_create_ends_by_count_or_by_time() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.race_calls = 2).unwrap();
    let (_, made) = rig.create("by count").await;
    let key = made["apiKey"].as_str().unwrap();
    for _ in 0..2 {
        let (status, body) = rig.token(key).await;
        assert_eq!((status, &body["error"]), (403, &json!("Invalid API key")));
    }
    assert_eq!(rig.token(key).await.0, 200);

    rig.handle.change(|settings| (settings.race_calls, settings.race_ms) = (0, 5_000_000)).unwrap();
    let (_, made) = rig.create("by time").await;
    let key = made["apiKey"].as_str().unwrap();
    assert_eq!(rig.token(key).await.0, 403);
    rig.handle.advance(Duration::from_secs(5_000));
    assert_eq!(rig.token(key).await.0, 200);
}

#[tokio::test]
async fn numbers_are_not_given_out_twice_after_a_reset() {
    let rig = Rig::new().await;
    let (_, before) = rig.create("organization").await;
    rig.handle.reset();
    let (_, after) = rig.create("organization").await;
    assert_ne!(before["session"], after["session"]);
    assert_ne!(before["apiKey"], after["apiKey"]);
    assert_eq!(rig.handle.settings().qr_delay_ms, Span::fixed(400));
}
