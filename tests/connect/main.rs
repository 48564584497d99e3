//! The use cases on real parts: SQLite, the platform's client over HTTP, and the simulator behind it. The clock is moved
//! by hand, so that no test waits for what takes minutes.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says where")]

#[path = "../support/mod.rs"]
mod support;

mod kit;

mod add;
mod cancel;
mod cancel_race;
mod codes;
mod disconnect;
mod event;
mod finish;
mod forward;
mod forward_kit;
mod forward_times;
mod inbox;
mod list;
mod model;
mod order;
mod provision;
mod provision_many;
mod reconnect;
mod recover;
mod recreate;
mod replay;
mod roles;
mod status;
mod sweep;
mod trouble;
mod waiting;
mod watch;
mod webhooks;
