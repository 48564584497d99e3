//! Everything the CRM does with its integrations, from the first code to the last row.

use serde_json::{Value, json};
use wpp_panel::sim::Scan;

use crate::{client::Crm, line::Break, rig::Rig};

const BREAKS: [Break; 4] = [Break::Lost, Break::Instead(502), Break::Instead(504), Break::Before(503)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_flow_on_sqlite() {
    whole_flow(&Rig::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_flow_on_postgres() {
    whole_flow(&Rig::postgres().await).await;
}

/// An answer that can be drawn without guessing: text, or an image that says so.
fn assert_is_code(code: &Value) {
    let code = code.as_str().unwrap();
    assert!(!code.starts_with("iVBOR"), "bare Base64: {code}");
}

fn scan(rig: &Rig, account: &Value) {
    rig.sim.handle().scan(account.as_str().unwrap(), Scan::default()).unwrap();
}

/// The row of a connection that is made and scanned.
async fn linked(rig: &Rig, crm: &Crm, made: &Value) -> Value {
    let id = made["integration_id"].clone();
    assert_is_code(&made["qrcode"]);
    assert_is_code(&json!(crm.code(&made["session"]).await));
    let waiting = crm.until(&id, "qr_issued").await;
    assert_is_code(&waiting["qrcode"]);
    scan(rig, &waiting["account_number"]);
    let connected = crm.until(&id, "connected").await;
    assert!(connected["qrcode"].is_null() && connected["checked_at"].is_string(), "{connected}");
    id
}

pub async fn whole_flow(rig: &Rig) {
    let crm = rig.crm(&rig.admin);
    assert_eq!(crm.integrations().await.len(), 0);
    let nothing = crm.post("wpp-start", json!({})).await;
    assert_eq!(nothing.status, 404, "{nothing:?}");

    // the first, whose answer is lost twice on its way
    rig.line.break_next("wpp-provision", Break::Lost);
    rig.line.break_next("wpp-provision", Break::Instead(504));
    let made = crm.post("wpp-provision", json!({})).await.ok();
    assert_eq!(made["status"], "qr_issued");
    assert_eq!((rig.at_the_platform(), crm.integrations().await.len()), ((1, 1), 1));
    let first = linked(rig, &crm, &made).await;

    // one more after another, each with another break
    let mut all = vec![first.clone()];
    for what in BREAKS {
        rig.line.break_next("wpp-create", what);
        let made = crm.post("wpp-create", json!({ "add_new": true })).await.ok();
        let shown = made["apiKey"].as_str().unwrap();
        assert!(shown.contains('•'), "a key that is not masked");
        all.push(linked(rig, &crm, &made).await);
        assert_eq!(rig.at_the_platform(), (all.len(), all.len()), "lesson 5: {what:?}");
    }
    assert!(rig.line.is_whole());

    every_one_is_itself(rig, &crm, &all).await;
    masked_settings_come_back_harmless(rig, &crm, &first).await;
    members_look_and_strangers_do_not(rig, &first).await;

    // all of them go, each answer lost once
    for left in (0..all.len()).rev() {
        rig.line.break_next("wpp-disconnect", Break::Before(502));
        let gone = crm.post("wpp-disconnect", json!({ "integration_id": all[left] })).await;
        assert_eq!((gone.status, &gone.body["status"]), (200, &json!("disconnected")), "{gone:?}");
        assert_eq!((rig.at_the_platform().0, crm.integrations().await.len()), (left, left));
    }
    assert!(!rig.panel.log().contains(crate::token::SECRET));
}

/// Lesson 2: every card showed the primary session's status.
async fn every_one_is_itself(rig: &Rig, crm: &Crm, all: &[Value]) {
    let rows = crm.integrations().await;
    assert_eq!(rows.iter().filter(|row| row["is_primary"] == true).count(), 1);
    let number = |row: &Value| row["settings"]["wppAccountNumber"].as_str().unwrap().to_owned();
    let dropped = rows.iter().find(|row| row["id"] == all[1]).unwrap();
    rig.sim.handle().unlink(&number(dropped)).unwrap();
    crm.until(&all[1], "disconnected").await;
    for row in rows.iter().filter(|row| row["id"] != all[1]) {
        let answer = crm.post("wpp-status", json!({ "session_name": number(row) })).await.ok();
        assert_eq!((&answer["status"], &answer["account_number"]), (&json!("connected"), &json!(number(row))));
    }
    // it comes back under the same number and key
    let started = crm.post("wpp-start", json!({ "integration_id": all[1] })).await.ok();
    assert_eq!(started["account_number"], number(dropped));
    crm.until(&all[1], "qr_issued").await;
    rig.sim.handle().scan(&number(dropped), Scan::default()).unwrap();
    crm.until(&all[1], "connected").await;
}

/// The form is saved as it was loaded, with dots for the secrets and a number that somebody typed over.
async fn masked_settings_come_back_harmless(rig: &Rig, crm: &Crm, first: &Value) {
    let row = crm.integrations().await.into_iter().find(|row| row["id"] == *first).unwrap();
    let mut settings = row["settings"].clone();
    assert!(settings["wppApiKey"].as_str().unwrap().starts_with("••••••••"), "{settings}");
    assert!(row["webhook_key"].is_null(), "{row}");
    settings["wppAccountNumber"] = json!("1000000000999");
    settings["note"] = json!("reception");
    let body = json!({ "messenger_type": "whatsapp", "provider": "wpp", "name": "Приёмная", "settings": settings });
    let call = format!("messenger-integrations?id={}", first.as_str().unwrap());
    let changed = crm.put(&call, body).await.ok();
    assert_eq!(changed["integration"]["name"], "Приёмная");
    assert_eq!(changed["integration"]["settings"]["note"], "reception");
    assert_eq!(changed["integration"]["settings"]["wppAccountNumber"], row["settings"]["wppAccountNumber"]);
    // the key still opens the account
    let number = row["settings"]["wppAccountNumber"].as_str().unwrap();
    rig.sim.handle().unlink(number).unwrap();
    crm.until(first, "disconnected").await;
    let started = crm.post("wpp-start", json!({ "integration_id": first })).await.ok();
    assert_eq!(started["account_number"], number);
    crm.until(first, "qr_issued").await;
    rig.sim.handle().scan(number, Scan::default()).unwrap();
    crm.until(first, "connected").await;
}

/// Lesson 18: any member could connect and disconnect.
async fn members_look_and_strangers_do_not(rig: &Rig, first: &Value) {
    let member = rig.crm(&rig.member);
    assert!(!member.integrations().await.is_empty());
    assert_eq!(member.post("wpp-status", json!({ "integration_id": first })).await.ok()["status"], "connected");
    for (call, body) in [
        ("wpp-provision", json!({})),
        ("wpp-create", json!({ "add_new": true })),
        ("wpp-start", json!({ "integration_id": first })),
        ("wpp-qr", json!({ "session": first })),
        ("wpp-disconnect", json!({ "integration_id": first })),
    ] {
        assert_eq!(member.post(call, body).await.status, 403, "{call}");
    }
    let stranger = rig.crm(&rig.stranger);
    assert!(stranger.integrations().await.is_empty());
    for call in ["wpp-status", "wpp-start", "wpp-disconnect"] {
        assert_eq!(stranger.post(call, json!({ "integration_id": first })).await.status, 404, "{call}");
    }
    assert_eq!(stranger.post("wpp-qr", json!({ "session": first })).await.status, 404);
    let foreign = format!("messenger-integrations?id={}", first.as_str().unwrap());
    assert_eq!(stranger.put(&foreign, json!({ "name": "x" })).await.status, 404);
    assert_eq!(stranger.delete(&foreign).await.status, 404);
}
