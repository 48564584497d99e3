//! 1,000 idle open pages: what they cost in memory, and when one change has reached all of them.

use std::{
    fs,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use wpp_panel::sim::Scan;

use crate::{
    RUNS,
    stage::{Plot, Stage},
    table::{Table, median, percentile},
};

const PAGES: usize = 1_000;
/// So many pages share a sign-in.
const SHARE: usize = 10;
/// Until every stream has had its sign of life.
const IDLE: Duration = Duration::from_secs(12);
const MOST_MIB: f64 = 40.0;
const MOST_MS: f64 = 250.0;

pub async fn measure(table: &mut Table) {
    let (mut memory, mut reached) = (vec![], vec![]);
    for _ in 0..RUNS {
        let stage = Stage::set(&Plot { sign_ins: PAGES / SHARE, ..Plot::default() }).await;
        let (_, number) = stage.waiting(0).await;
        // what a first page makes once is no page's own
        for cookie in 0..SHARE {
            stage.page(cookie).html().await;
        }
        drop(stage.page(0).stream().await);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let before = resident(stage.panel.id());

        let mut streams = vec![];
        for page in 0..PAGES {
            streams.push(stage.page(page / SHARE).stream().await);
        }
        tokio::time::sleep(IDLE).await;
        memory.push(resident(stage.panel.id()) - before);

        let listening: Vec<_> = streams
            .into_iter()
            .map(|mut stream| {
                stream.forget();
                tokio::spawn(async move { stream.until(&["event: card", "\"state\":\"connected\""]).await })
            })
            .collect();
        let began = Instant::now();
        stage.handle().scan(&number, Scan { link_ms: Some(0), ..Scan::default() }).unwrap();
        let waits: Vec<f64> =
            join_all(listening).await.into_iter().map(|heard| (heard.unwrap() - began).as_secs_f64() * 1e3).collect();
        reached.push(percentile(&waits, 0.95));
    }
    let (enough, quick) = (median(&memory) <= MOST_MIB, median(&reached) <= MOST_MS);
    table.add("1,000 idle pages: memory over the idle server", "MiB", memory, Some(("≤ 40 MiB", enough)));
    table.add("1,000 idle pages: one change reaches all, p95", "ms", reached, Some(("≤ 250 ms", quick)));
}

/// What the process holds in memory, in MiB.
pub fn resident(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1_024.0
}
