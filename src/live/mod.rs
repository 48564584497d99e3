//! Who is looking, and telling them what has changed.

mod hub;

pub use hub::{Change, Hub};
