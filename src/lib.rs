//! One click to a connected WhatsApp: a self-hosted panel over the WPP Platform gateway.

pub mod domain;

#[cfg(feature = "ssr")]
pub mod connect;
#[cfg(feature = "ssr")]
pub mod gateway;
