//! Values that parse and rules that hold, for the server and for the browser alike. No async, no I/O.

pub mod account;
pub mod actor;
pub mod alert;
pub mod evidence;
pub mod guest;
pub mod ids;
pub mod integration;
pub(crate) mod lean;
pub mod lifecycle;
pub mod look;
pub mod many;
pub mod mask;
pub mod name;
pub mod phone;
pub mod qr;
pub mod secret;
pub mod staff;
pub mod state;
pub mod time;
pub mod uptime;
pub mod word;
