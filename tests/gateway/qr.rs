//! The QR code: its field names, its forms, and all the ways in which it is not there yet.

use serde_json::{Value, json};
use wpp_panel::{
    connect::ports::{Gateway, GatewayFault},
    domain::qr::QrPayload,
};

use crate::{
    kit::{account, kit},
    stub::Reply,
};

const TEXT: &str = "2@Zx9/abc+def==,k1,k2";
const PNG: &str = "iVBORw0KGgoAAAANSUhEUg==";
const JPEG: &str = "data:image/jpeg;base64,/9j/4AAQSkZJRg==";

/// The answer with `value` under each of the names.
fn named(value: &Value) -> Vec<Value> {
    vec![
        json!({"qr": value}),
        json!({"qrCode": value}),
        json!({"qrcode": value}),
        json!({"data": {"qr": value}}),
        json!({"data": {"qrcode": value}}),
    ]
}

async fn ask(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Result<Option<QrPayload>, GatewayFault> {
    let kit = kit(move |_| reply()).await;
    let result = kit.client.qr(&account()).await.map(|given| given.map(|given| given.payload));
    assert_eq!(kit.stub.lines(), ["GET /api/accounts/org_3f2a91c7/qr"]);
    result.map_err(|error| error.fault)
}

#[tokio::test]
async fn lesson_14_the_code_is_found_under_every_field_name_and_in_every_form() {
    let forms = [
        (TEXT.to_owned(), QrPayload::Text(TEXT.into())),
        (PNG.to_owned(), QrPayload::Image(format!("data:image/png;base64,{PNG}"))),
        (format!("data:image/png;base64,{PNG}"), QrPayload::Image(format!("data:image/png;base64,{PNG}"))),
        (JPEG.to_owned(), QrPayload::Image(JPEG.into())),
    ];
    for (value, expected) in forms {
        for body in named(&json!(value)) {
            let said = body.to_string();
            assert_eq!(ask(move || Reply::ok(body.clone())).await, Ok(Some(expected.clone())), "{said}");
        }
    }
}

#[tokio::test]
async fn lesson_15_base64_of_an_image_is_never_text_to_draw() {
    for body in named(&json!(PNG)) {
        let found = ask(move || Reply::ok(body.clone())).await;
        assert!(matches!(found, Ok(Some(QrPayload::Image(url))) if url.starts_with("data:image/png;base64,")));
    }
}

#[tokio::test]
async fn an_empty_field_does_not_hide_a_full_one() {
    let body = json!({"qr": "", "qrCode": null, "data": {"qrcode": TEXT}});
    assert_eq!(ask(move || Reply::ok(body.clone())).await, Ok(Some(QrPayload::Text(TEXT.into()))));
}

#[tokio::test]
async fn not_ready_yet_is_no_error() {
    let bodies = [json!(null), json!(""), json!({}), json!({"data": null}), json!({"status": "starting"})];
    let empty = [json!(null), json!(""), json!("  "), json!(false)].iter().flat_map(named).collect::<Vec<_>>();
    let flagged = [
        json!({"success": false}),
        json!({"ok": false}),
        json!({"error": "QR not ready"}),
        json!({"error": {"code": 1}}),
        json!({"status": "error"}),
        json!({"success": false, "qr": "QR is not available"}),
    ];
    for body in bodies.into_iter().chain(empty).chain(flagged) {
        let said = body.to_string();
        assert_eq!(ask(move || Reply::ok(body.clone())).await, Ok(None), "{said}");
    }
    assert_eq!(ask(|| Reply::text(200, "")).await, Ok(None), "an empty body");
    assert_eq!(ask(|| Reply::text(204, "")).await, Ok(None), "204");
    for status in [404, 422] {
        assert_eq!(ask(move || Reply::json(status, json!({"error": "no"}))).await, Ok(None), "{status}");
        assert_eq!(ask(move || Reply::text(status, "")).await, Ok(None), "{status} with nothing");
        assert_eq!(ask(move || Reply::html(status)).await, Ok(None), "{status} with a page");
    }
}

#[tokio::test]
async fn a_field_that_says_there_is_no_error_is_no_error_flag() {
    for none in [json!(null), json!(""), json!(false)] {
        let body = json!({"success": true, "error": none, "qr": TEXT});
        assert_eq!(ask(move || Reply::ok(body.clone())).await, Ok(Some(QrPayload::Text(TEXT.into()))));
    }
}

#[tokio::test]
async fn what_is_no_code_is_a_clear_error() {
    let values = [
        json!("x".repeat(70_000)),
        json!("x".repeat(3_000)),
        json!("data:image/gif;base64,R0lGODlhAQABAAAAACw="),
        json!("data:image/png;base64,!!!"),
        json!(42),
        json!(["2@a"]),
        json!({"text": "2@a"}),
    ];
    for body in values.iter().flat_map(named) {
        let said = body.to_string().chars().take(60).collect::<String>();
        assert_eq!(ask(move || Reply::ok(body.clone())).await, Err(GatewayFault::Nonsense), "{said}");
    }
    for body in [json!("2@text"), json!([]), json!(42), json!(true)] {
        let said = body.to_string();
        assert_eq!(ask(move || Reply::ok(body.clone())).await, Err(GatewayFault::Nonsense), "{said}");
    }
}

#[tokio::test]
async fn a_404_of_the_token_exchange_is_not_a_code_that_is_not_ready() {
    let kit = crate::kit::Setup::default().scripted(|_| Reply::missing()).await;
    let error = kit.client.qr(&account()).await.unwrap_err();
    assert_eq!((error.fault, error.call, error.status), (GatewayFault::Rejected, "auth/token", Some(404)));
}

#[tokio::test]
async fn a_dead_key_is_not_a_code_that_is_not_ready() {
    let body = || Reply::json(422, json!({"error": "Invalid API key"}));
    assert_eq!(ask(body).await, Err(GatewayFault::KeyRefused));
}
