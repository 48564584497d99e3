//! A CRM's database of before: its rows go on working, and what cannot be understood is shown as such.

use serde_json::{Value, json};
use wpp_panel::sim::Scan;

use crate::rig::Rig;

fn row(number: u8) -> Value {
    json!(format!("c0000000-0000-4000-8000-{number:012}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_sessions_are_listed_reconnected_and_disconnected() {
    let rig = Rig::adopted().await;
    let crm = rig.crm(&rig.admin);
    let rows = crm.integrations().await;
    let shown: Vec<&Value> = rows.iter().map(|row| &row["id"]).collect();
    assert_eq!(shown, [&row(1), &row(2), &row(3), &row(4), &row(5)], "the primary first, then by age");
    assert_eq!(rows[0]["settings"]["note"], "не трогать");
    for secret in ["wppApiKey", "wppJwtToken"] {
        assert!(rows[0]["settings"][secret].as_str().unwrap().starts_with("••••••••"), "{}", rows[0]);
    }

    // both are linked at the platform, and nobody had to do anything
    for number in [1, 2] {
        crm.until(&row(number), "connected").await;
    }
    // one that has no account says so and leads on
    let broken = crm.post("wpp-status", json!({ "integration_id": row(3) })).await.ok();
    assert_eq!(broken["status"], "error", "{broken}");
    assert!(broken["message"].is_string(), "{broken}");
    let started = crm.post("wpp-start", json!({ "integration_id": row(3) })).await.ok();
    crm.until(&row(3), "qr_issued").await;
    rig.sim.handle().scan(started["account_number"].as_str().unwrap(), Scan::default()).unwrap();
    crm.until(&row(3), "connected").await;

    // unlinked on the phone and started again: the same number and key
    rig.sim.handle().unlink("1000000000018").unwrap();
    crm.until(&row(2), "disconnected").await;
    let started = crm.post("wpp-start", json!({ "integration_id": row(2) })).await.ok();
    assert_eq!(started["account_number"], "1000000000018");
    crm.until(&row(2), "qr_issued").await;
    rig.sim.handle().scan("1000000000018", Scan::default()).unwrap();
    crm.until(&row(2), "connected").await;

    // without an id the primary one is meant; another follows it
    let gone = crm.post("wpp-disconnect", json!({})).await;
    assert_eq!((gone.status, &gone.body["status"]), (200, &json!("disconnected")));
    let rows = crm.integrations().await;
    assert!(rows.iter().all(|left| left["id"] != row(1)));
    assert_eq!(
        rows.iter().filter(|row| row["is_primary"] == true).map(|row| &row["id"]).collect::<Vec<_>>(),
        [&row(2)]
    );
    assert!(rig.sim.handle().account("1000000000017").is_none());

    // a viewer looks, somebody without an organization does not
    assert_eq!(rig.crm(&rig.member).integrations().await.len(), rows.len());
    assert_eq!(rig.crm(&rig.stranger).post("wpp-provision", json!({})).await.status, 404);
}
