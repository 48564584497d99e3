//! The simulated platform, over HTTP.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a helper that fails is a failed test")]

mod calls;
mod codes;
mod control;
mod credentials;
mod faults;
mod forms;
mod outage;
mod rig;
mod server;
mod webhooks;
