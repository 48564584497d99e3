//! The client of the WPP Platform: strict in what it sends, generous in what it accepts.
//!
//! The platform's API has no specification; everything that is known of it is in this module, and its wire format stays
//! in here. One call of the [`Gateway`](crate::connect::ports::Gateway) port goes through these files:
//!
//! | file | what it does |
//! |---|---|
//! | `client` | the port: one method per call, what to send and what to make of the answer |
//! | `routes` | the two forms that two of the calls have |
//! | `authorized` | a bearer token to every call: 401 renews it once, a refused new key is asked again for a while |
//! | `tokens` | the tokens, one renewal at a time per key |
//! | `fresh` | which keys are so new that the platform may not know them everywhere |
//! | `transport` | one HTTP exchange within limits of time and size |
//! | `answer` | what came back: JSON or a typed error |
//! | `reading`, `qr_field` | the generous part |
//! | `record` | what went to and fro, masked, for who looks for a fault |
//! | `words` | the platform's own words, without secrets, for the log |

mod answer;
mod authorized;
mod client;
mod code_life;
mod event;
mod fresh;
mod qr_field;
mod reading;
mod record;
mod routes;
mod settings;
mod shelf;
mod tokens;
mod transport;
mod wire;
mod words;

pub use client::WppClient;
pub use event::session_event;
pub use record::{Exchange, Recorder};
pub use settings::{Limits, WppCredentials, WppRoutes, WppSettings, WppSetupError};
