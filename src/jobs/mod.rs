//! What is done without being asked. Each job is a step that a test can call, and a loop that repeats it.

pub mod alerts;
pub mod forward;
pub mod inbox;
pub mod janitor;
pub mod retention;
pub mod watch;
pub mod webhooks;
