//! Changes as they happen, by Server-Sent Events: `GET /api/live`.
//!
//! | event | data | when |
//! |---|---|---|
//! | `panel` | [`Panel`](crate::api::wire::Panel) | first, and after a listener fell behind |
//! | `card` | `{now, card}` | a session came or changed |
//! | `gone` | the session's id | it is in the list no more |
//! | `progress` | [`Progress`](crate::api::wire::Progress) | administrators alone: an attempt has moved |
//! | `beat` | the server's time | every 10 s |
//!
//! A sign-in has 20 streams at most (429), and a server as many as it can afford (503), with `Retry-After`.

mod frame;
mod room;
mod seats;
mod stream;

pub use room::Rooms;
pub(super) use stream::open;
