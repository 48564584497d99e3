//! The CRM beside the panel: its own client, with its retries and loops, against the real program over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy knows tests by their attribute alone, and these are made of plain functions"
)]

#[path = "../support/mod.rs"]
mod support;

mod adopted;
mod client;
mod crashed;
mod faults;
mod flow;
mod killed;
mod leak;
mod line;
mod panel;
mod person;
mod pour;
mod rig;
mod rolling;
mod token;
mod told;
mod two_servers;
