//! The life of codes and accounts, on the simulator's clock.

use std::time::Duration;

use serde_json::json;
use wpp_panel::sim::{AccountView, Handle, Scan, Span, State};

use crate::rig::{NUMBER, Rig, soon};

fn view(handle: &Handle) -> AccountView {
    handle.account(NUMBER).unwrap()
}

#[tokio::test]
async fn the_first_code_comes_after_its_delay() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.qr_delay_ms = Span::fixed(100_000)).unwrap();
    let token = rig.global().await;
    assert_eq!(rig.start(&token, NUMBER).await, json!({ "account": NUMBER, "status": "starting" }));
    assert_eq!(view(&rig.handle).state, State::Starting);
    rig.handle.advance(Duration::from_secs(100));
    let account = view(&rig.handle);
    assert_eq!((account.state, account.code_ordinal), (State::Qr, Some(1)));
}

#[tokio::test]
async fn nobody_needs_to_call_for_a_code_to_come() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.qr_delay_ms = Span::range(1, 20)).unwrap();
    let token = rig.global().await;
    rig.start(&token, NUMBER).await;
    soon(rig.handle.until(|handle| view(handle).state == State::Qr)).await;
}

#[tokio::test]
async fn six_codes_follow_each_other_and_then_the_account_is_spent() {
    let (rig, _) = Rig::with_code().await;
    let mut codes = Vec::new();
    for ordinal in 1..=6 {
        let account = view(&rig.handle);
        assert_eq!((account.state, account.code_ordinal), (State::Qr, Some(ordinal)));
        let life = if ordinal == 1 { 60_000 } else { 20_000 };
        let left = account.code_left_ms.unwrap();
        assert!(left <= life && left > life - 15_000, "{left}");
        codes.push(account.code.unwrap());
        rig.handle.advance(Duration::from_millis(left));
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 6);
    assert_eq!(view(&rig.handle).state, State::Spent);
}

#[tokio::test]
async fn a_long_step_of_the_clock_goes_through_everything_on_its_way() {
    let (rig, _) = Rig::with_code().await;
    rig.handle.advance(Duration::from_secs(70));
    assert_eq!(view(&rig.handle).code_ordinal, Some(2));
    rig.handle.advance(Duration::from_secs(1_000_000));
    assert_eq!(view(&rig.handle).state, State::Spent);
}

#[tokio::test]
async fn a_spent_account_needs_a_delete_unless_the_settings_say_otherwise() {
    let (rig, _) = Rig::with_code().await;
    rig.handle.time_out(NUMBER).unwrap();
    let token = rig.global().await;
    assert_eq!(rig.start(&token, NUMBER).await["status"], "timeout");
    assert_eq!(rig.status(&token, NUMBER).await["status"], "timeout");
    rig.send(reqwest::Method::DELETE, &format!("/api/accounts/{NUMBER}"), &token, json!({})).await;
    assert!(rig.start(&token, NUMBER).await["qr"].is_string());

    rig.handle.time_out(NUMBER).unwrap();
    rig.handle.change(|settings| settings.renew_codes = true).unwrap();
    assert!(rig.start(&token, NUMBER).await["qr"].is_string());
    assert_eq!(view(&rig.handle).code_ordinal, Some(1));
}

#[tokio::test]
async fn an_account_that_dropped_comes_back_without_a_code_while_it_is_linked() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.scan(NUMBER, Scan::default()).unwrap();
    rig.handle.offline(NUMBER, true).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "offline");
    assert_eq!(rig.start(&token, NUMBER).await["status"], "connected");

    rig.handle.offline(NUMBER, false).unwrap();
    assert!(!view(&rig.handle).linked);
    assert!(rig.start(&token, NUMBER).await["qr"].is_string());
}

#[tokio::test]
async fn an_unlinked_account_asks_for_a_new_scan() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.scan(NUMBER, Scan::default()).unwrap();
    assert!(view(&rig.handle).linked);
    rig.handle.unlink(NUMBER).unwrap();
    assert!(!view(&rig.handle).linked);
    assert_eq!(rig.status(&token, NUMBER).await, json!({ "account": NUMBER, "status": "logout" }));
    assert!(rig.start(&token, NUMBER).await["qr"].is_string());
}

#[tokio::test]
async fn a_connected_account_that_times_out_can_come_back_by_itself() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.scan(NUMBER, Scan::default()).unwrap();
    rig.handle.time_out(NUMBER).unwrap();
    assert_eq!(view(&rig.handle).state, State::Reconnecting);
    assert_eq!(rig.status(&token, NUMBER).await["status"], "timeout");
    assert_eq!(rig.start(&token, NUMBER).await["status"], "timeout");
    rig.handle.online(NUMBER).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "connected");
}

#[tokio::test]
async fn codes_can_be_scanned_by_themselves() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.auto_scan_ms = Some(30_000)).unwrap();
    let token = rig.global().await;
    rig.start(&token, NUMBER).await;
    rig.handle.advance(Duration::from_secs(29));
    rig.handle.advance(Duration::from_secs(1));
    let account = view(&rig.handle);
    assert_eq!((account.state, account.linked), (State::Connected, true));
}

#[tokio::test]
async fn words_can_be_changed_and_put_in_place_of_the_true_one() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.patch(&json!({ "words": { "qr": "QR_Pending" } })).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "QR_Pending");
    rig.handle.say(NUMBER, Some("hibernating")).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "hibernating");
    rig.handle.say(NUMBER, Some("")).unwrap();
    assert!(rig.status(&token, NUMBER).await.get("status").is_none());
    rig.handle.say(NUMBER, None).unwrap();
    assert_eq!(rig.status(&token, NUMBER).await["status"], "QR_Pending");
}
