//! The WPP Platform client against a server on this machine that says whatever a test wants.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod broken;
mod clients;
mod kit;
mod messages;
mod ping;
mod qr;
mod race;
mod raw;
mod refusals;
mod routes;
mod secrets;
mod settings;
mod start;
mod status;
mod stub;
mod token_life;
mod tokens;

#[path = "../support/mod.rs"]
mod support;
