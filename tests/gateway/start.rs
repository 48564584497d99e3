//! Starting an account.

use serde_json::{Value, json};
use wpp_panel::{
    connect::ports::{Gateway, GatewayError, GatewayFault, Reported},
    domain::{qr::QrPayload, word::GatewayWord},
};

use crate::{
    kit::{account, kit},
    stub::Reply,
};

async fn ask(body: Value) -> Result<Reported, GatewayError> {
    let kit = kit(move |_| Reply::ok(body.clone())).await;
    let result = kit.client.start(&account()).await;
    let last = kit.stub.hits().pop().unwrap();
    assert_eq!(last.line, "POST /api/accounts/start");
    assert_eq!(last.body, json!({"number": "org_3f2a91c7"}));
    result
}

#[tokio::test]
async fn only_an_up_word_is_up_and_everything_else_is_starting() {
    for up in [json!({"status": "connected"}), json!({"state": "READY"}), json!({"status": "ok", "state": "ready"})] {
        assert_eq!(ask(up).await.unwrap().word, GatewayWord::Up);
    }
    for other in [
        json!({}),
        json!({"status": "offline"}),
        json!({"status": "qr_required"}),
        json!({"status": "error"}),
        json!({"status": "logout"}),
        json!({"status": "whatever"}),
        json!({"status": 1}),
        json!({"success": false}),
    ] {
        assert_eq!(ask(other.clone()).await.unwrap().word, GatewayWord::Starting, "{other}");
    }
}

#[tokio::test]
async fn a_code_and_a_phone_in_the_answer_come_along() {
    let reported = ask(json!({"status": "starting", "qrCode": "2@abc"})).await.unwrap();
    assert_eq!(reported.qr, Some(QrPayload::Text("2@abc".into()).into()));
    let reported = ask(json!({"status": "connected", "me": "79850001122@c.us"})).await.unwrap();
    assert_eq!(reported.phone.map(|phone| phone.digits().to_owned()).as_deref(), Some("79850001122"));
}

#[tokio::test]
async fn an_answer_that_is_no_object_is_nonsense() {
    for body in [json!([]), json!(null), json!("starting"), json!(1)] {
        assert_eq!(ask(body).await.unwrap_err().fault, GatewayFault::Nonsense);
    }
}
