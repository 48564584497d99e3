//! What several test programs share.
#![allow(dead_code, reason = "no test program uses all of it")]

pub mod clock;
pub mod log;
pub mod mailbox;
pub mod migrated;
pub mod people;
pub mod postgres;
pub mod receiver;
pub mod world;
