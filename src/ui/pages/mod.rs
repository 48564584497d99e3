//! Whole pages, rendered on the server.

pub mod docs;
pub mod error;
pub mod home;
pub mod login;
pub mod phone;
pub mod setup;
