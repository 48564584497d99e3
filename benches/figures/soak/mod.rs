//! `make soak`: ten minutes of everything at once, as much as an installation has in some hours, with a platform that fails
//! now and then. What is asked: does memory grow, do files stay open, is an event lost, does an account stay behind?

mod load;
mod watch;

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::json;
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};

use crate::{
    pour,
    stage::{Plot, Stage},
    table::{Table, median},
};
use load::{Load, Tally};
use watch::Sample;

const MINUTES: u64 = 10;
/// Sessions of one organization that are there from the start.
const ADOPTED: usize = 40;
/// Organizations that connect, rename and disconnect all the time.
const BUSY: usize = 8;
/// Organizations with one connected session whose events come in.
const STANDING: usize = 12;
/// Pages that are open all the time.
const OPEN: usize = 60;
const VISITORS: usize = 6;
const CALLERS: usize = 4;
/// Until what was begun has been finished or taken back.
const CALM: Duration = Duration::from_secs(120);
/// Of the time: what is made once is made by then.
const WARM: f64 = 0.2;
const GROWTH: f64 = 1.10;

pub async fn measure(table: &mut Table) {
    let minutes = std::env::var("SOAK_MINUTES").ok().map_or(MINUTES, |minutes| minutes.parse().unwrap());
    let life = Duration::from_secs(minutes * 60);
    let platform = json!({ "delay_ms": [5, 40], "qr_delay_ms": [50, 300], "link_ms": [20, 200] });
    let plot = Plot { organizations: BUSY + STANDING, sign_ins: 2, sessions: ADOPTED, platform };
    let stage = Stage::set(&plot).await;
    let tally = Tally::until(Instant::now() + life);
    let load = Load { stage: &stage, tally: &tally };

    let mut standing = vec![];
    for organization in BUSY..BUSY + STANDING {
        standing.push(load.connected(organization).await);
    }
    let streams = join_all((0..OPEN).map(|page| {
        let page = stage.page(page % stage.cookies.len());
        async move { page.stream().await }
    }))
    .await;
    let open: Vec<_> = streams.into_iter().map(|stream| tokio::spawn(stream.for_ever())).collect();

    let (samples, ..) = tokio::join!(
        watch::samples(stage.panel.id(), life),
        join_all((0..BUSY).map(|organization| load.cycles(organization))),
        join_all(standing.iter().map(|(_, webhook)| load.events(webhook))),
        join_all((0..VISITORS).map(|visitor| load.visits(visitor))),
        join_all((0..CALLERS).map(|caller| load.calls(BUSY + caller, &standing[caller].0))),
        load.guesses(),
        load.weather(),
    );
    let ended = open.iter().filter(|stream| stream.is_finished()).count();
    let behind = left_behind(&stage).await;
    open.into_iter().for_each(|stream| stream.abort());

    let lost = pour::lost(&stage.database, &tally.events()).await;
    // what the platform's trouble stopped has a line with the code that the person was told
    let is_ours = |line: &&str| line.contains("\"level\":\"ERROR\"") && !line.contains("\"ticket\":\"GW");
    let log = stage.panel.log();
    let errors = log.lines().filter(is_ours).inspect(|line| println!("{line}")).count();
    let (memory, files) = (growth(&samples, |sample| sample.memory), growth(&samples, |sample| sample.files));
    table.add(
        "memory at the end, by that after a fifth of the time",
        "×",
        vec![memory],
        Some(("≤ 1.10", memory <= GROWTH)),
    );
    table.add("open files at the end, by those after a fifth", "×", vec![files], Some(("≤ 1.10", files <= GROWTH)));
    table.add("memory at the end", "MiB", vec![samples.last().unwrap().memory], None);
    none(table, "answers that should not be", tally.surprises());
    none(table, "lines of the log that say ERROR, but for the platform's trouble", errors);
    none(table, "open pages whose stream ended", ended);
    none(table, "events answered 200 and lost", lost.len());
    none(table, "accounts without a row, and rows without an account", behind);
    for (name, count) in tally.counts() {
        table.add(name, "", vec![count as f64], None);
    }
    tally.tell();
}

fn none(table: &mut Table, name: &str, count: usize) {
    table.add(name, "", vec![count as f64], Some(("0", count == 0)));
}

/// The median of the last tenth by that of the tenth after [`WARM`].
fn growth(samples: &[Sample], of: impl Fn(&Sample) -> f64) -> f64 {
    let at = |share: f64| (samples.len() as f64 * share) as usize;
    let part =
        |from: f64, to: f64| median(&samples[at(from)..at(to).max(at(from) + 1)].iter().map(&of).collect::<Vec<_>>());
    part(0.9, 1.0) / part(WARM, WARM + 0.1)
}

/// Accounts that no row names and rows whose account is gone, once the server has had time to clear up.
async fn left_behind(stage: &Stage) -> usize {
    let began = Instant::now();
    loop {
        let mut file = SqliteConnectOptions::new().filename(&stage.database).read_only(true).connect().await.unwrap();
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT account_number FROM sessions WHERE account_number IS NOT NULL AND NOT removing")
                .fetch_all(&mut file)
                .await
                .unwrap();
        file.close().await.unwrap();
        let rows: HashSet<String> = rows.into_iter().collect();
        let accounts: HashSet<String> = stage.handle().accounts().into_iter().map(|account| account.number).collect();
        let behind: Vec<_> = rows.symmetric_difference(&accounts).collect();
        if behind.is_empty() || began.elapsed() > CALM {
            if !behind.is_empty() {
                println!("left behind: {behind:?}");
            }
            return behind.len();
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
