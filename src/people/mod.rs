//! Who may sign in.

pub mod admin;
pub mod email;
mod one_at_a_time;
pub mod password;
