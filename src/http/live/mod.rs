//! Changes as they happen, by Server-Sent Events: `GET /api/live`.
//!
//! | event | data | when |
//! |---|---|---|
//! | `panel` | [`Panel`](crate::api::wire::Panel) | first, and after a listener fell behind |
//! | `card` | `{now, card}` | a session came or changed |
//! | `gone` | the session's id | it is in the list no more |
//! | `progress` | [`Progress`](crate::api::wire::Progress) | administrators alone: an attempt has moved |
//! | `alert` | `{kind, id, name}` | people are told: `down`, `up`, or `test`, which has no id and no name |
//! | `beat` | the server's time | every 10 s |
//!
//! A sign-in has 20 streams at most, and a server as many as it can afford; beyond that it is 503 with `Retry-After`.

mod frame;
mod room;
mod seats;
mod stream;

pub use room::Rooms;
pub(super) use stream::open;
