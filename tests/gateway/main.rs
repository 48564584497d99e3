//! The WPP Platform client against a server on this machine that says whatever a test wants.

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
