//! The web edge, in process: real router, real views, real hashing; the clock is moved by hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says where")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod alerts;
mod alerts_browser;
mod alerts_mail;
mod answer;
mod assets;
mod audit;
mod bearer_keys;
mod bearer_kit;
mod bearer_rights;
mod bearer_tokens;
mod cookies;
mod cors;
mod errors;
mod exchange;
mod first_run;
mod framing;
mod functions;
mod functions_answers;
mod functions_kit;
mod functions_page;
mod guests;
mod headers;
mod isolation;
mod limiter;
mod live;
mod logs;
mod look;
mod many;
mod origin;
mod overview;
mod panel;
mod property;
mod providers;
mod rest_body;
mod rest_document;
mod rest_kit;
mod rest_names;
mod rest_repeat;
mod rest_rows;
mod rest_table;
mod rest_words;
mod roles;
mod serve;
mod session_page;
mod sign_in;
mod staff;
mod stalled;
mod watching;
mod webhook;
