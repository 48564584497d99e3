//! Status answers: the word, the phone, and a code that comes along.

use serde_json::{Value, json};
use wpp_panel::{
    connect::ports::{AccountAccess, AccountKey, Gateway, GatewayError, GatewayFault, Reported},
    domain::{account::AccountNumber, qr::QrPayload, word::GatewayWord},
};

use crate::{
    kit::{account, kit},
    stub::Reply,
};

async fn ask(body: Value) -> Result<Reported, GatewayError> {
    let kit = kit(move |_| Reply::ok(body.clone())).await;
    let result = kit.client.status(&account()).await;
    let last = kit.stub.hits().pop().unwrap();
    assert_eq!(last.line, "GET /api/accounts/org_3f2a91c7/status");
    assert_eq!(last.bearer.as_deref(), Some("Bearer token-1"));
    result
}

async fn word(body: Value) -> GatewayWord {
    ask(body).await.unwrap().word
}

async fn phone(body: Value) -> Option<String> {
    ask(body).await.unwrap().phone.map(|phone| phone.digits().to_owned())
}

#[tokio::test]
async fn every_status_word_is_understood_in_any_letter_case() {
    let words = [
        ("connected", GatewayWord::Up),
        ("ready", GatewayWord::Up),
        ("starting", GatewayWord::Starting),
        ("pending", GatewayWord::Starting),
        ("qr_required", GatewayWord::QrNeeded),
        ("qr_issued", GatewayWord::QrNeeded),
        ("qr_pending", GatewayWord::QrNeeded),
        ("qr", GatewayWord::QrNeeded),
        ("offline", GatewayWord::Offline),
        ("disconnected", GatewayWord::Offline),
        ("timeout", GatewayWord::Timeout),
        ("logout", GatewayWord::LoggedOut),
        ("error", GatewayWord::Error),
        ("hibernating", GatewayWord::Unknown("hibernating".into())),
    ];
    for (said, expected) in words {
        assert_eq!(word(json!({"status": said})).await, expected, "{said}");
        assert_eq!(word(json!({"status": said.to_uppercase()})).await, expected, "{said}, upper case");
    }
}

#[tokio::test]
async fn no_word_is_offline() {
    for body in [json!({}), json!({"status": null}), json!({"status": ""}), json!({"number": "org_3f2a91c7"})] {
        assert_eq!(word(body).await, GatewayWord::Offline);
    }
}

#[tokio::test]
async fn the_word_may_be_called_state_or_stand_in_data() {
    for body in [
        json!({"state": "connected"}),
        json!({"data": {"status": "connected"}}),
        json!({"data": {"state": "connected"}}),
        json!({"status": "ok", "data": {"status": "connected"}}),
        json!({"status": true, "data": {"status": "connected"}}),
    ] {
        assert_eq!(word(body).await, GatewayWord::Up);
    }
}

#[tokio::test]
async fn a_failed_look_up_is_not_offline() {
    for body in [json!({"success": false}), json!({"error": "database is down"})] {
        let error = ask(body).await.unwrap_err();
        assert_eq!(error.fault, GatewayFault::Unwell { retry_after: None });
    }
}

#[tokio::test]
async fn a_status_of_the_wrong_type_is_nonsense() {
    for body in [json!({"status": 7}), json!({"status": ["connected"]}), json!([]), json!("connected"), json!(null)] {
        assert_eq!(ask(body).await.unwrap_err().fault, GatewayFault::Nonsense);
    }
}

#[tokio::test]
async fn an_account_that_the_platform_does_not_know_is_offline() {
    let kit = kit(|_| Reply::missing()).await;
    assert_eq!(kit.client.status(&account()).await.unwrap().word, GatewayWord::Offline);
}

#[tokio::test]
async fn a_page_that_is_not_there_says_nothing_of_the_account() {
    let kit = kit(|_| Reply::text(404, "<html><body>nginx</body></html>")).await;
    let error = kit.client.status(&account()).await.unwrap_err();
    assert_ne!(error.fault, GatewayFault::Unreachable);
}

#[tokio::test]
async fn a_code_in_the_answer_comes_along() {
    let reported = ask(json!({"status": "qr_required", "data": {"qr": "2@abc"}})).await.unwrap();
    assert_eq!(reported.qr, Some(QrPayload::Text("2@abc".into()).into()));
}

#[tokio::test]
async fn a_broken_code_is_an_error_unless_the_account_is_up() {
    let error = ask(json!({"status": "qr_required", "qr": 42})).await.unwrap_err();
    assert_eq!(error.fault, GatewayFault::Nonsense);
    let reported = ask(json!({"status": "connected", "qr": 42})).await.unwrap();
    assert_eq!((reported.word, reported.qr), (GatewayWord::Up, None));
}

#[tokio::test]
async fn the_phone_is_found_in_every_form() {
    for body in [
        json!({"phone": "+7 985 000-11-22"}),
        json!({"phone": 79_850_001_122_u64}),
        json!({"number": "79850001122"}),
        json!({"me": "79850001122@c.us"}),
        json!({"me": "79850001122:12@s.whatsapp.net"}),
        json!({"me": {"id": "79850001122@c.us", "name": "Школа"}}),
        json!({"me": {"user": "79850001122", "server": "c.us"}}),
        json!({"me": {"_serialized": "79850001122@c.us"}}),
        json!({"me": {"id": {"user": "79850001122", "server": "c.us", "_serialized": "79850001122@c.us"}}}),
        json!({"me": {"id": "ABCDEF", "user": "79850001122"}}),
        json!({"data": {"phone": "79850001122"}}),
        json!({"phone": null, "number": "org_3f2a91c7", "me": "79850001122@c.us"}),
    ] {
        assert_eq!(phone(body.clone()).await.as_deref(), Some("79850001122"), "{body}");
    }
}

#[tokio::test]
async fn what_is_no_phone_is_none() {
    for body in [
        json!({"phone": ""}),
        json!({"phone": "WhatsApp"}),
        json!({"number": "org_3f2a91c7"}),
        json!({"me": {}}),
        json!({"me": [79_850_001_122_u64]}),
        json!({"me": "123456789012345@lid"}),
        json!({"me": {"user": "123456789012345", "server": "lid"}}),
        json!({"phone": 1.5}),
    ] {
        assert_eq!(phone(body.clone()).await, None, "{body}");
    }
}

#[tokio::test]
async fn an_account_number_said_back_is_no_phone_though_it_looks_like_one() {
    let number = AccountNumber::try_from("1700000000123".to_owned()).unwrap();
    let access = AccountAccess { number, key: AccountKey::Global };
    for (said, expected) in [
        (json!({"number": "1700000000123"}), None),
        (json!({"number": 1_700_000_000_123_u64}), None),
        (json!({"number": "+1700000000123"}), None),
        (json!({"number": "79850001122"}), Some("79850001122")),
        (json!({"number": "1700000000123", "me": "79850001122@c.us"}), Some("79850001122")),
    ] {
        let kit = kit(move |_| Reply::ok(said.clone())).await;
        let reported = kit.client.status(&access).await.unwrap();
        assert_eq!(reported.phone.as_ref().map(|phone| phone.digits()), expected);
    }
}
