//! What people see. `icon` and `words` are for both sides; pages are plain HTML from the server, and only islands reach the browser.

#[cfg(feature = "ssr")]
pub mod embedded;
pub mod icon;
#[cfg(feature = "ssr")]
pub mod inert;
pub mod panel;
pub mod words;

#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
