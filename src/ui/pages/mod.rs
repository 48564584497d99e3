//! Whole pages, rendered on the server.

pub mod account;
pub mod alerts;
pub mod audit;
mod browser_name;
mod copy;
pub mod docs;
pub mod error;
pub mod guest;
pub mod help;
pub mod integrations;
mod link_field;
pub mod login;
pub mod many;
pub mod overview;
pub mod phone;
pub mod session;
pub mod setup;
pub mod staff;
mod uptime;
mod when;
