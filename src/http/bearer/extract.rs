//! The header, and who it stands for, as an extractor: a handler that takes it cannot forget to check.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use crate::{
    domain::actor::Actor,
    http::{App, client::ClientAddress, error},
};

use super::callers::Nobody;

/// The longest token, in bytes. Those of Supabase have one or two thousand.
pub const MAX_TOKEN: usize = 8 * 1024;

/// A person of an organization, by the token of the CRM. Everybody else is answered with `{success:false, error}`: 401
/// nobody, 404 without an organization, 503 if it cannot be known now.
#[derive(Clone, Debug)]
pub struct Bearer(pub Actor);

impl FromRequestParts<App> for Bearer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let found = match token(&parts.headers) {
            Some(token) => app.callers.who(token).await,
            None => Err(Nobody::BadToken),
        };
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, app).await;
        found.map(|actor| Self(actor.from(address))).map_err(|nobody| refuse(&nobody))
    }
}

/// The token of the only `Authorization` header; the word before it in any letter case.
fn token(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let line = lines.next()?.to_str().ok()?.trim();
    if lines.next().is_some() {
        return None;
    }
    let (scheme, token) = line.split_once([' ', '\t'])?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= MAX_TOKEN).then_some(token)
}

fn refuse(nobody: &Nobody) -> Response {
    let (status, words) = match nobody {
        Nobody::BadToken => (StatusCode::UNAUTHORIZED, "unauthorized"),
        Nobody::NoOrganization => (StatusCode::NOT_FOUND, "no organization"),
        Nobody::NoKeys => (StatusCode::SERVICE_UNAVAILABLE, "the sign-in service does not answer"),
        // its JSON is made on the way out
        Nobody::People(failure) => return error::people(failure).into_response(),
    };
    let mut response = (status, Json(json!({ "success": false, "error": words }))).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
