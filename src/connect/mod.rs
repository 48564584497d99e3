//! The use cases, one verb per file. `ports` says what they need of the world.

pub mod ports;
