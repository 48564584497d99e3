//! Settings, the command line, and what an operator makes by hand.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod admin;
mod around;
mod backup;
mod check;
mod demo;
mod events;
mod fakes;
mod file;
mod logging;
mod passwords;
mod postgres;
mod program;
mod values;
