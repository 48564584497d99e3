//! Scan → «Подключено!» on screen, from when the gateway knows: with webhooks, and with webhooks and stream blocked.

use std::time::Duration;

use tokio::{task::JoinSet, time::Instant};
use wpp_panel::sim::Scan;

use crate::{
    RUNS,
    browser::{Scanned, drive},
    line::http,
    plan::flow::Flow,
    stage::{Plot, Stage},
    table::{Table, median, percentile},
};

/// One call, in milliseconds.
const CALL: f64 = 50.0;
/// Pages that are measured at once where there is nothing but waiting.
const SIDE_BY_SIDE: usize = 4;
const BLOCKED: &str = "webhooks and stream blocked";
const PLANS: u64 = 24;
/// Between two polls of the plan, in milliseconds.
const POLL: u64 = 3_000;

pub async fn measure(table: &mut Table) {
    let cases = [
        ("webhooks", "with webhooks", 1, true, ("p95", 0.95), 150.0, "≤ 150 ms"),
        // this goal is no share's: it holds for every one
        ("blocked", BLOCKED, SIDE_BY_SIDE, false, ("longest", 1.0), 3_300.0 + CALL, "≤ 3.3 s + one call"),
    ];
    for (title, name, organizations, webhooks, (what, share), goal, words) in cases {
        let stage = Stage::set(&Plot { organizations, ..Plot::default() }).await;
        stage.handle().change(|settings| settings.webhooks = webhooks).unwrap();
        let runs = drive::<Scanned>(&stage, title).await;
        let waits: Vec<Vec<f64>> =
            runs.iter().map(|run| run.iter().map(|scanned| scanned.shown - scanned.known).collect()).collect();
        let of = |share| -> Vec<f64> { waits.iter().map(|run| percentile(run, share)).collect() };
        let met = median(&of(share)) <= goal;
        table.add(&format!("scan → «Подключено!» {name}, {what}"), "ms", of(share), Some((words, met)));
        table.add(&format!("scan → «Подключено!» {name}, median"), "ms", of(0.5), None);
    }
    let stage = Stage::set(&Plot::default()).await;
    let mut runs = vec![];
    for run in 0..RUNS {
        runs.push(plans(&stage, run).await);
    }
    for (what, share) in [("longest", 1.0), ("p95", 0.95), ("median", 0.5)] {
        let waits = runs.iter().map(|run| percentile(run, share)).collect();
        table.add(&format!("the plan: scan → «Подключено!», {what}"), "ms", waits, None);
    }
}

/// Scans at moments spread evenly between two polls.
async fn plans(stage: &Stage, run: usize) -> Vec<f64> {
    let (http, mut pages) = (http(), JoinSet::new());
    for sample in 0..PLANS {
        let page = Flow::of(&http, &stage.platform(), format!("plan_{run}_{sample}"));
        let sim = stage.handle();
        pages.spawn(async move {
            page.click().await;
            let scans = async {
                tokio::time::sleep(Duration::from_millis(POLL * sample / PLANS)).await;
                sim.scan(&page.number, Scan { link_ms: Some(0), ..Default::default() }).unwrap();
                Instant::now()
            };
            let (known, shown) = tokio::join!(scans, page.until_connected());
            page.leave().await;
            (shown - known).as_secs_f64() * 1e3
        });
    }
    pages.join_all().await
}
