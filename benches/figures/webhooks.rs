//! Webhooks in, stored on SQLite before they are answered; and a server that is killed in the middle of it.

use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};
use wpp_panel::connect::EventLimits;

use crate::{
    RUNS,
    panel::Panel,
    pour,
    stage::{Plot, Stage},
    table::{Table, median},
    wrk,
};

const SENDERS: usize = 32;
/// Sessions that they send for: one alone is held back by its flood limit on a quick machine.
const KEYS: usize = 4;
const SECONDS: u32 = 5;
/// How many events are answered before the server is killed.
const ENOUGH: usize = 10_000;
const LEAST: f64 = 5_000.0;
const MOST_MS: f64 = 50.0;

pub async fn measure(table: &mut Table) {
    let (mut rates, mut tails, mut lost) = (vec![], vec![], vec![]);
    for run in 0..RUNS {
        let mut stage = Stage::set(&Plot { organizations: KEYS, ..Plot::default() }).await;
        let mut webhooks = vec![];
        for key in 0..KEYS {
            let (_, number) = stage.waiting(key).await;
            webhooks.push(stage.handle().account(&number).unwrap().webhook.unwrap());
        }
        let webhook = webhooks[0].clone();
        let load = tokio::task::spawn_blocking(move || wrk::events(&webhooks, run, SENDERS, SECONDS)).await.unwrap();
        let kept = kept(&stage).await;
        assert!(kept as f64 >= load.requests, "{} were answered, {kept} are stored", load.requests);
        rates.push(load.rate);
        tails.push(load.p99);

        let answered = pour::until(&webhook, SENDERS, ENOUGH, || stage.panel.kill()).await;
        stage.panel = Panel::start(&stage.settings);
        lost.push(pour::lost(&stage.database, &answered).await.len() as f64);
    }
    let (many, quick, all) = (median(&rates) >= LEAST, median(&tails) <= MOST_MS, lost.iter().all(|lost| *lost == 0.0));
    table.add("webhooks stored, 32 senders", "a second", rates, Some(("≥ 5000 a second", many)));
    table.add("webhooks stored, 32 senders, p99", "ms", tails, Some(("≤ 50 ms", quick)));
    table.add("webhooks answered 200 and lost by kill -9", "", lost, Some(("0", all)));
    let limit = f64::from(EventLimits::default().per_second);
    table.add("flood limit of one key", "a second", vec![limit], Some(("> 5000 a second", limit > LEAST)));
}

async fn kept(stage: &Stage) -> i64 {
    let mut file = SqliteConnectOptions::new().filename(&stage.database).read_only(true).connect().await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM events WHERE event_id LIKE 'evt_load_%'")
        .fetch_one(&mut file)
        .await
        .unwrap()
}
