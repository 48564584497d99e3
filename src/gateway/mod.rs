//! WhatsApp gateways, one folder each: what speaks their protocol, and nothing that decides.

mod measured;
pub mod outward;
pub mod wpp;

pub use measured::{Measured, Tell};
