//! `make bench`: figures beside their goals. Everything runs on this machine, on loopback, and ends by itself.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a figure that cannot be measured ends the run")]

#[path = "../../tests/crm/client.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod client;
#[path = "../../tests/crm/line.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod line;
#[path = "../../tests/crm/panel.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod panel;
#[path = "../../tests/crm/rig.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod rig;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/crm/token.rs"]
mod token;

mod reference;
mod status;
mod table;
mod wrk;

/// How often everything is measured; the median counts.
const RUNS: usize = 3;

#[tokio::main]
async fn main() {
    let mut table = table::Table::default();
    status::measure(&mut table).await;
    table.print();
    table.write();
}
