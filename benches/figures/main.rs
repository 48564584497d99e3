//! `make bench`: figures beside their goals. Everything runs on this machine, on loopback, and ends by itself.
//!
//! `ONLY=webhooks` measures that group alone, `ONLY=click,scan` those two.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a figure that cannot be measured ends the run")]

#[path = "../../tests/crm/client.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod client;
#[path = "../../tests/crm/line.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod line;
#[path = "../../tests/crm/panel.rs"]
mod panel;
#[path = "../../tests/crm/pour.rs"]
mod pour;
#[path = "../../tests/crm/rig.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod rig;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/crm/token.rs"]
mod token;

mod browser;
mod calls;
mod click;
mod load;
mod page;
mod pages;
mod plan;
mod reference;
mod scan;
mod server;
mod sessions;
mod soak;
mod stage;
mod status;
mod table;
mod webhooks;
mod wrk;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use tokio::signal::unix::{SignalKind, signal};

use table::Table;

/// How often everything is measured; the median counts.
const RUNS: usize = 3;

const GROUPS: [&str; 9] = ["server", "load", "status", "webhooks", "click", "scan", "sessions", "pages", "calls"];

/// Only when it is asked for.
const SOAK: &str = "soak";

/// No group takes half as long.
const PATIENCE: Duration = Duration::from_secs(1_800);

#[tokio::main]
async fn main() -> ExitCode {
    let only = std::env::var("ONLY").unwrap_or_default();
    let wanted: Vec<&str> = only.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = wanted.iter().find(|name| !GROUPS.contains(name) && **name != SOAK) {
        eprintln!("ONLY={unknown}: there are {}, {SOAK}", GROUPS.join(", "));
        return ExitCode::from(2);
    }
    let (mut table, mut written) = (Table::default(), String::new());
    let measures = async {
        let is_wanted = |group: &&str| wanted.contains(group) || wanted.is_empty() && *group != SOAK;
        for group in GROUPS.into_iter().chain([SOAK]).filter(is_wanted) {
            let began = Instant::now();
            let measured = tokio::time::timeout(PATIENCE, measure(group, &mut table)).await;
            assert!(measured.is_ok(), "{group} does not end");
            println!("▸ {group}: {:.0} s", began.elapsed().as_secs_f64());
            // what is there stays, whatever becomes of the next group
            written = table.write(&wanted);
        }
    };
    let mut end = signal(SignalKind::terminate()).unwrap();
    // what is under way is dropped, and with it every process that it started
    tokio::select! {
        () = measures => {}
        _ = end.recv() => return ExitCode::from(143),
        _ = tokio::signal::ctrl_c() => return ExitCode::from(130),
    }
    table.print();
    println!("\nwritten to target/bench/{written}");
    ExitCode::SUCCESS
}

async fn measure(group: &str, table: &mut Table) {
    match group {
        "server" => server::measure(table).await,
        "load" => load::measure(table).await,
        "status" => status::measure(table).await,
        "webhooks" => webhooks::measure(table).await,
        "click" => click::measure(table).await,
        "scan" => scan::measure(table).await,
        "sessions" => sessions::measure(table).await,
        "pages" => pages::measure(table).await,
        SOAK => soak::measure(table).await,
        _ => calls::measure(table).await,
    }
}
