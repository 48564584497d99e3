//! Who calls.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};

use crate::{connect::ConnectError, domain::actor::Actor, http::App};

use super::refusal::Refusal;

/// The person whose token came with the request. Every handler takes it, and nothing else about identity.
#[derive(Clone, Debug)]
pub struct RestCaller(pub Actor);

impl RestCaller {
    /// The person, if they may change things and see codes. Use cases refuse members as well; here it is said before
    /// anything else that might be wrong with the request.
    pub(super) fn administrator(&self) -> Result<&Actor, Refusal> {
        if self.0.is_admin() { Ok(&self.0) } else { Err(ConnectError::Forbidden.into()) }
    }
}

// SEAM: `http::bearer::Bearer` takes the place of this look-up; until then only tests put a caller here
impl FromRequestParts<App> for RestCaller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, "unauthorized"))
    }
}
