//! Who calls with `Authorization: Bearer`: the token that Supabase gave to a user of the CRM.
//!
//! | file | what it does |
//! |---|---|
//! | `extract` | the header, and [`Bearer`], which a handler takes |
//! | `callers` | from a token to a person and their rights; what is remembered of both, and for how long |
//! | `verify` | which key may check a token, and the check |
//! | `claims` | what a token must say |
//! | `keys` | the public keys of the project: when they are asked for, and what counts while they are not there |
//! | `source` | one request for them |
//! | `jwk` | what of them is of use: each with the one algorithm that it may be used with |
//! | `crypto` | the three algorithms, by ring |
//! | `kept` | a memory of limited size |
//!
//! The cookie of the panel counts nowhere here, and a bearer counts nowhere else.

mod callers;
mod claims;
mod crypto;
mod extract;
mod jwk;
mod kept;
mod keys;
mod source;
mod verify;

pub use callers::{Callers, RIGHTS_LIFE};
pub use extract::{Bearer, MAX_TOKEN};
pub use verify::{Trust, TrustError};
