//! All words on screen, as constant tables: one file per page with a `Words` and its Russian table `RU`, so that the
//! browser's bundle has only those of its islands. Another language is another table beside `RU`.
//!
//! Texts with a value inside are functions, since languages put the value in different places.

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod docs;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod login;
pub mod panel;
#[cfg(feature = "ssr")]
pub mod phone;
pub mod plural;
#[cfg(feature = "ssr")]
pub mod providers;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod setup;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod staff;
