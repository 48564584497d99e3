//! The domain by its properties: what holds for every value, not only for the ones somebody thought of.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod account;
mod code_life;
mod lifecycle;
mod mask;
mod names;
mod qr;
mod state;
mod time;
mod words;
