//! WhatsApp gateways, one folder each: what speaks their protocol, and nothing that decides.

pub mod outward;
pub mod wpp;
