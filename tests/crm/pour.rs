//! Events that pour in while the server is killed.

use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

use crate::line::http;

/// Lets so many senders post to a webhook, calls `kill` once `enough` events are answered 200, and returns the ids of
/// all that were.
pub async fn until(webhook: &str, senders: usize, enough: usize, kill: impl FnOnce()) -> HashSet<String> {
    let (answered, over) = (Arc::new(Mutex::new(HashSet::new())), Arc::new(AtomicBool::new(false)));
    let senders: Vec<_> = (0..senders)
        .map(|sender| {
            let (webhook, answered, over) = (webhook.to_owned(), answered.clone(), over.clone());
            tokio::spawn(async move {
                let http = http();
                for turn in 0.. {
                    let id = format!("evt_{sender}_{turn}");
                    let body = json!({ "id": id, "type": "message.incoming", "data": { "text": "hello" } });
                    match http.post(&webhook).json(&body).send().await {
                        Ok(answer) if answer.status() == 200 => drop(answered.lock().unwrap().insert(id)),
                        // held back, and so not kept: nothing that could be lost
                        Ok(answer) if answer.status() == 429 => tokio::time::sleep(Duration::from_millis(50)).await,
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
        while answered.lock().unwrap().len() < enough {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), enough).await.unwrap();
    kill();
    over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
    Arc::into_inner(answered).unwrap().into_inner().unwrap()
}

/// Which of these the SQLite file does not have.
pub async fn lost(file: &Path, answered: &HashSet<String>) -> Vec<String> {
    let mut database = SqliteConnectOptions::new().filename(file).read_only(true).connect().await.unwrap();
    let kept: Vec<String> = sqlx::query_scalar("SELECT event_id FROM events WHERE event_id IS NOT NULL")
        .fetch_all(&mut database)
        .await
        .unwrap();
    let kept: HashSet<String> = kept.into_iter().collect();
    answered.difference(&kept).cloned().collect()
}
