//! Who calls.

use axum::{extract::FromRequestParts, http::request::Parts, response::Response};

use crate::{
    connect::ConnectError,
    domain::actor::Actor,
    http::{App, bearer::Bearer},
};

use super::refusal::Refusal;

/// The person whose token came with the request. Every handler takes it, and nothing else about identity.
#[derive(Clone, Debug)]
pub(super) struct RestCaller(pub(super) Actor);

impl RestCaller {
    /// The person, if they may change things and see codes. Use cases refuse members as well; here it is said before
    /// anything else that might be wrong with the request.
    pub(super) fn administrator(&self) -> Result<&Actor, Refusal> {
        if self.0.is_admin() { Ok(&self.0) } else { Err(ConnectError::Forbidden.into()) }
    }
}

impl FromRequestParts<App> for RestCaller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Bearer::from_request_parts(parts, app).await.map(|Bearer(actor)| Self(actor))
    }
}
