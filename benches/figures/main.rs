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
mod page;
mod pages;
mod plan;
mod reference;
mod scan;
mod sessions;
mod stage;
mod status;
mod table;
mod webhooks;
mod wrk;

use std::time::Instant;

/// How often everything is measured; the median counts.
const RUNS: usize = 3;

const GROUPS: [&str; 7] = ["status", "webhooks", "click", "scan", "sessions", "pages", "calls"];

#[tokio::main]
async fn main() {
    let only = std::env::var("ONLY").unwrap_or_default();
    let wanted: Vec<&str> = only.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = wanted.iter().find(|name| !GROUPS.contains(name)) {
        eprintln!("ONLY={unknown}: there are {}", GROUPS.join(", "));
        std::process::exit(2);
    }
    let mut table = table::Table::default();
    for group in GROUPS.iter().filter(|group| wanted.is_empty() || wanted.contains(group)) {
        let began = Instant::now();
        match *group {
            "status" => status::measure(&mut table).await,
            "webhooks" => webhooks::measure(&mut table).await,
            "click" => click::measure(&mut table).await,
            "scan" => scan::measure(&mut table).await,
            "sessions" => sessions::measure(&mut table).await,
            "pages" => pages::measure(&mut table).await,
            _ => calls::measure(&mut table).await,
        }
        eprintln!("  {group}: {:.0} s", began.elapsed().as_secs_f64());
    }
    table.print();
    table.write();
}
