//! A server that is killed while events pour in: what it answered 200 to is there.

use std::path::Path;

use serde_json::json;

use crate::{line::http, panel::Panel, pour, rig::Rig};

/// Senders at once, and how many events are to be answered before the end comes.
const SENDERS: usize = 16;
const ENOUGH: usize = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_that_was_answered() {
    let mut rig = Rig::sqlite().await;
    let crm = rig.crm(&rig.admin);
    let made = crm.post("wpp-provision", json!({})).await.ok();
    let number = made["account_number"].as_str().unwrap();
    let webhook = rig.sim.handle().account(number).unwrap().webhook.unwrap();

    let answered = pour::until(&webhook, SENDERS, ENOUGH, || rig.panel.kill()).await;

    rig.panel = Panel::start(&rig.settings);
    let lost = pour::lost(Path::new(rig.url.trim_start_matches("sqlite://")), &answered).await;
    assert!(lost.is_empty(), "{lost:?}");
    let again = http().post(rig.panel.address().to_owned() + "/functions/v1/wpp-webhook?key=x").body("{}").send().await;
    assert_eq!(again.unwrap().status(), 401, "it serves again");
}
