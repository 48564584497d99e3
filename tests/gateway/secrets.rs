//! Keys, tokens and codes are in no error and in no log.

use std::sync::Arc;

use serde_json::json;
use wpp_panel::{
    connect::ports::{AccountAccess, Gateway, GatewayError},
    domain::secret::Secret,
    gateway::wpp::{WppCredentials, WppRoutes, WppSettings},
};

use crate::{
    kit::{CLIENT_SECRET, Kit, Setup, account_with, shown},
    stub::{Hit, Reply, TOKEN},
    support::log,
};

const KEY: &str = "key-SECRET-1";
const BEARER: &str = "SECRET.token.1";
const HOOK: &str = "https://panel.example/functions/v1/wpp-webhook?account=org_3f2a91c7&key=SECRET0hook";
/// Somebody else's, which the platform lets slip: nothing tells that it is secret but its look.
const FOREIGN: &str = "eyJhbGciOiJIUzI1NiJ9.SECRETeyJzdWIiOiIxIn0.abcdef";

/// A platform that says back all it hears, in every answer of this status.
async fn echo(status: u16) -> Kit {
    Setup::per_client()
        .scripted(move |hit| match hit.line.as_str() {
            TOKEN if hit.body["apiKey"] == KEY => Reply::ok(json!({"token": BEARER})),
            _ => Reply::json(status, json!({"error": said_back(hit)})),
        })
        .await
}

fn said_back(hit: &Hit) -> String {
    let body = if hit.body.is_object() { hit.body.to_string() } else { String::new() };
    format!("no: {} {body} {FOREIGN}", hit.bearer.as_deref().unwrap_or_default())
}

async fn every_error(kit: &Kit, access: &AccountAccess) -> Vec<GatewayError> {
    let client = &kit.client;
    let mut errors = vec![
        client.create_client("any").await.unwrap_err(),
        client.start(access).await.unwrap_err(),
        client.register_webhook(access, HOOK).await.unwrap_err(),
        client.send_text(access, "79850001122", "SECRET code").await.unwrap_err(),
    ];
    errors.extend(client.status(access).await.err());
    errors.extend(client.qr(access).await.err());
    errors.extend(client.stop(access).await.err());
    errors
}

#[tokio::test]
async fn what_the_platform_says_back_is_in_no_error() {
    for status in [302, 400, 401, 403, 404, 409, 422, 429, 500] {
        let kit = echo(status).await;
        for key in [KEY, "another-SECRET-key"] {
            for error in every_error(&kit, &account_with(key)).await {
                assert!(!shown(&error).contains("SECRET"), "{}", shown(&error));
            }
        }
    }
}

#[tokio::test]
async fn a_failure_with_status_200_says_no_secret_either() {
    let kit = Setup::per_client()
        .scripted(|hit| match hit.line.as_str() {
            TOKEN => Reply::ok(json!({"token": BEARER})),
            _ => Reply::ok(json!({"success": false, "error": said_back(hit)})),
        })
        .await;
    let access = account_with(KEY);
    for error in [
        kit.client.create_client("any").await.unwrap_err(),
        kit.client.register_webhook(&access, HOOK).await.unwrap_err(),
        kit.client.status(&access).await.unwrap_err(),
        kit.client.send_text(&access, "79850001122", "SECRET code").await.unwrap_err(),
    ] {
        assert!(error.detail.starts_with("no: "), "the words are there");
        assert!(!shown(&error).contains("SECRET"), "{}", shown(&error));
    }
}

#[test]
fn settings_and_client_show_no_secret() {
    let setup = Setup::per_client();
    let settings = WppSettings {
        base_url: "https://msg.academyos.ru".into(),
        credentials: WppCredentials::ClientSecret(Secret::new(CLIENT_SECRET)),
        routes: WppRoutes::Auto,
    };
    assert!(!format!("{settings:?}").contains("SECRET"));
    let client = setup.client(&settings.base_url, &Arc::default());
    assert_eq!(format!("{client:?}"), "WppClient { mode: KeyPerClient, .. }");
}

#[tokio::test]
async fn the_log_names_each_call_and_no_secret() {
    every_error(&echo(409).await, &account_with(KEY)).await;
    let unknown = Setup::per_client()
        .scripted(|hit| Reply::ok(if hit.line == TOKEN { json!({"token": BEARER}) } else { json!({"code": "SECRET"}) }))
        .await;
    assert_eq!(unknown.client.qr(&account_with(KEY)).await, Ok(None));

    let text = log::take();
    let line = text.lines().find(|line| line.contains("accounts/start")).unwrap();
    for part in ["DEBUG", "org_3f2a91c7", "status=409", "elapsed_ms="] {
        assert!(line.contains(part), "{line}");
    }
    assert!(text.contains(r#"fields=["code"]"#), "lesson 14: a code under another name can be found out");
    assert!(!text.contains("SECRET") && !text.contains("functions/v1"), "{text}");
}
