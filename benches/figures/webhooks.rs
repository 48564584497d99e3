//! Webhooks in, stored on SQLite before they are answered; a server that is killed in the middle of it; and one session
//! that floods while another one's events come now and then.

use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use wpp_panel::connect::EventLimits;

use crate::{
    RUNS,
    line::http,
    panel::Panel,
    pour,
    stage::{Plot, Stage},
    table::{Table, median, percentile},
    wrk,
};

const SENDERS: usize = 32;
/// Sessions that they send for: one alone is held back by its flood limit on a quick machine.
const KEYS: usize = 8;
const SECONDS: u32 = 5;
/// How many events are answered before the server is killed: fewer than are kept of a session.
const ENOUGH: usize = 8_000;
/// Connections of a flood: more than one session may have under way.
const FLOOD: usize = 512;
/// Between two events of a session that does not flood.
const NOW_AND_THEN: Duration = Duration::from_millis(20);
const LEAST: f64 = 5_000.0;
const MOST_MS: f64 = 50.0;

pub async fn measure(table: &mut Table) {
    let (mut rates, mut tails, mut lost) = (vec![], vec![], vec![]);
    let (mut floods, mut refused, mut others) = (vec![], vec![], vec![]);
    for run in 0..RUNS {
        let (stage, webhooks) = open(KEYS).await;
        let load = pours(webhooks.clone(), format!("all_{run}"), SENDERS).await;
        let load = wrk::all_taken(load);
        let kept = kept(&stage).await;
        assert!(kept as f64 >= load.requests, "{} were answered, {kept} are stored", load.requests);
        rates.push(load.rate);
        tails.push(load.p99);

        let calm = tokio::spawn(now_and_then(webhooks[1].clone(), run));
        let load = pours(webhooks[..1].to_vec(), format!("one_{run}"), FLOOD).await;
        floods.push((load.requests - load.refused) / f64::from(SECONDS));
        refused.push(load.refused / f64::from(SECONDS));
        others.push(percentile(&calm.await.unwrap(), 0.99));
        drop(stage);

        let (mut stage, webhooks) = open(1).await;
        let answered = pour::until(&webhooks[0], SENDERS, ENOUGH, || stage.panel.kill()).await;
        stage.panel = Panel::start(&stage.settings);
        lost.push(pour::lost(&stage.database, &answered).await.len() as f64);
    }
    let (many, quick, all) = (median(&rates) >= LEAST, median(&tails) <= MOST_MS, lost.iter().all(|lost| *lost == 0.0));
    table.add("webhooks stored, 32 senders", "a second", rates, Some(("≥ 5000 a second", many)));
    table.add("webhooks stored, 32 senders, p99", "ms", tails, Some(("≤ 50 ms", quick)));
    table.add("webhooks answered 200 and lost by kill -9", "", lost, Some(("0", all)));
    let limit = f64::from(EventLimits::default().per_second);
    table.add("flood limit of one key", "a second", vec![limit], Some(("> 5000 a second", limit > LEAST)));
    let enough = median(&floods) >= LEAST;
    table.add("512 senders of one key, stored", "a second", floods, Some(("≥ 5000 a second", enough)));
    table.add("512 senders of one key, refused with 429", "a second", refused, None);
    table.add("another key's event meanwhile, p99", "ms", others, None);
}

/// A stage and the webhooks of so many sessions.
async fn open(keys: usize) -> (Stage, Vec<String>) {
    let stage = Stage::set(&Plot { organizations: keys, ..Plot::default() }).await;
    let mut webhooks = vec![];
    for key in 0..keys {
        let (_, number) = stage.waiting(key).await;
        webhooks.push(stage.handle().account(&number).unwrap().webhook.unwrap());
    }
    (stage, webhooks)
}

async fn pours(webhooks: Vec<String>, turn: String, senders: usize) -> wrk::Load {
    tokio::task::spawn_blocking(move || wrk::events(&webhooks, &turn, senders, SECONDS)).await.unwrap()
}

/// Sends as long as the flood lasts; how long each took, in milliseconds.
async fn now_and_then(webhook: String, run: usize) -> Vec<f64> {
    let (http, began, mut took) = (http(), Instant::now(), vec![]);
    // within the flood: its own start takes a moment too
    while began.elapsed() < Duration::from_secs(u64::from(SECONDS)) {
        let body = json!({ "id": format!("evt_calm_{run}_{}", took.len()), "type": "message.incoming", "data": {} });
        let sent = Instant::now();
        let answer = http.post(&webhook).json(&body).send().await.unwrap();
        took.push(sent.elapsed().as_secs_f64() * 1e3);
        assert_eq!(answer.status(), 200);
        tokio::time::sleep(NOW_AND_THEN).await;
    }
    took
}

async fn kept(stage: &Stage) -> i64 {
    let mut file = SqliteConnectOptions::new().filename(&stage.database).read_only(true).connect().await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM events WHERE event_id LIKE 'evt_load_%'")
        .fetch_one(&mut file)
        .await
        .unwrap()
}
