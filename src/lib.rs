//! One click to a connected WhatsApp: a self-hosted panel over the WPP Platform gateway.

pub mod domain;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod connect;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod people;
