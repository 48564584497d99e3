//! A server that is killed while events pour in: what it answered 200 to is there.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

use crate::{line::http, panel::Panel, rig::Rig};

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

    let (answered, over) = (Arc::new(Mutex::new(HashSet::new())), Arc::new(AtomicBool::new(false)));
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (webhook, answered, over) = (webhook.clone(), answered.clone(), over.clone());
            tokio::spawn(async move {
                let http = http();
                for turn in 0.. {
                    let id = format!("evt_{sender}_{turn}");
                    let body = json!({ "id": id, "type": "message.incoming", "data": { "text": "hello" } });
                    match http.post(&webhook).json(&body).send().await {
                        Ok(answer) if answer.status() == 200 => drop(answered.lock().unwrap().insert(id)),
                        Ok(answer) => panic!("{}", answer.status()),
                        Err(_) => return,
                    }
                    if over.load(Ordering::Relaxed) {
                        return;
                    }
                }
            })
        })
        .collect();
    let enough = async {
        while answered.lock().unwrap().len() < ENOUGH {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), enough).await.unwrap();
    rig.panel.kill();
    over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }

    rig.panel = Panel::start(&rig.settings);
    let path = rig.url.trim_start_matches("sqlite://");
    let mut database = SqliteConnectOptions::new().filename(path).read_only(true).connect().await.unwrap();
    let kept: Vec<String> = sqlx::query_scalar("SELECT event_id FROM events WHERE event_id IS NOT NULL")
        .fetch_all(&mut database)
        .await
        .unwrap();
    let kept: HashSet<String> = kept.into_iter().collect();
    let lost: Vec<_> = answered.lock().unwrap().difference(&kept).cloned().collect();
    assert!(lost.is_empty(), "{lost:?}");
    let again = http().post(rig.panel.address().to_owned() + "/functions/v1/wpp-webhook?key=x").body("{}").send().await;
    assert_eq!(again.unwrap().status(), 401, "it serves again");
}
