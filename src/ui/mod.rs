//! What people see.

pub mod panel;
pub mod words;
