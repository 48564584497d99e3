//! The web edge: everything that comes in over HTTP passes here, is checked here, and is answered here.
//!
//! A page is an axum route whose handler authorises, fetches its data and renders a plain view through [`page::Page`].
//! `router` shows every route and every layer in one place.

mod account;
mod alerts;
mod app;
mod assets;
mod audit;
pub mod auth;
pub mod bearer;
mod client;
pub mod cookie;
mod cors;
mod embedded;
pub mod error;
mod exchange;
pub mod forward;
mod framing;
mod functions;
mod guests;
mod health;
mod help;
mod home;
pub mod live;
mod login;
mod logout;
mod look;
mod metrics;
mod next;
pub mod origin;
pub mod outlets;
mod overview;
pub mod page;
mod phone;
pub mod probe;
mod providers;
mod reset;
pub mod rest;
mod router;
mod security;
mod serve;
mod sessions;
mod setup;
pub mod site;
mod staff;
mod stall;
mod trace;
mod webhook;

pub use app::{App, Settings};
pub use metrics::Watched;
pub(crate) use metrics::serve_metrics;
pub use router::{all_routes, edge, router};
pub use serve::{DRAIN, serve};
pub use stall::listen;
