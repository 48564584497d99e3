//! The words on screen, by page.

pub mod panel;
