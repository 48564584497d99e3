//! Which status is which fault, and when to come back.

use std::time::Duration;

use serde_json::json;
use wpp_panel::connect::ports::{Gateway, GatewayError, GatewayFault};

use crate::{
    kit::{account, kit},
    stub::Reply,
};

async fn ask(reply: impl Fn() -> Reply + Send + Sync + 'static) -> GatewayError {
    kit(move |_| reply()).await.client.start(&account()).await.unwrap_err()
}

#[tokio::test]
async fn every_status_has_its_fault_whatever_the_body_is() {
    let unwell = GatewayFault::Unwell { retry_after: None };
    for (status, fault) in [
        (304, GatewayFault::Nonsense),
        (400, GatewayFault::Rejected),
        (401, GatewayFault::KeyRefused),
        (403, GatewayFault::Rejected),
        (404, GatewayFault::Rejected),
        (408, unwell.clone()),
        (409, GatewayFault::Rejected),
        (422, GatewayFault::Rejected),
        (429, unwell.clone()),
        (500, unwell.clone()),
        (502, unwell.clone()),
        (503, unwell.clone()),
        (504, unwell),
        (600, GatewayFault::Nonsense),
    ] {
        for reply in [|status| Reply::json(status, json!({"error": "words"})), Reply::html, |s| Reply::text(s, "")] {
            let error = ask(move || reply(status)).await;
            assert_eq!((error.fault, error.status), (fault.clone(), Some(status)));
        }
    }
}

#[tokio::test]
async fn words_about_the_key_make_any_refusal_one_of_the_key() {
    for status in [400, 403, 404, 422] {
        let error = ask(move || Reply::json(status, json!({"message": "Invalid API key"}))).await;
        assert_eq!(error.fault, GatewayFault::KeyRefused);
    }
}

#[tokio::test]
async fn a_named_time_is_passed_on_up_to_an_hour() {
    for (said, expected) in [
        ("7", Some(7)),
        (" 0 ", Some(0)),
        ("86400", Some(3600)),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("-1", None),
        ("soon", None),
    ] {
        for status in [429, 503] {
            let error = ask(move || Reply::json(status, json!({})).header("retry-after", said)).await;
            let retry_after = expected.map(Duration::from_secs);
            assert_eq!(error.fault, GatewayFault::Unwell { retry_after }, "{said}");
        }
    }
}

#[tokio::test]
async fn the_platforms_words_are_kept_for_the_log() {
    for body in [
        json!({"error": "the number is taken"}),
        json!({"error": {"code": 7, "message": "the number is taken"}}),
        json!({"message": "the number\nis taken"}),
        json!({"success": false, "detail": "the number is taken"}),
        json!({"reason": "the number is taken"}),
    ] {
        let error = ask(move || Reply::json(409, body.clone())).await;
        assert_eq!(error.detail, "the number is taken");
        assert_eq!(error.to_string(), "accounts/start: Rejected, status 409, the number is taken");
    }
    let error = ask(|| Reply::json(409, json!({"error": "слово ".repeat(100)}))).await;
    assert_eq!(error.detail.chars().count(), 160);
    assert_eq!(ask(|| Reply::html(502)).await.detail, "an HTML page");
}
