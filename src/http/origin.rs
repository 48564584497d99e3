//! Changes made with a cookie must come from our own pages.
//!
//! `SameSite=Lax` alone would let a neighbour on the same domain post in somebody's name. Browsers say where a request
//! comes from in `Sec-Fetch-Site` (over https or to localhost) and in `Origin`; no script can change either.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{App, Settings};

/// Whether the cookie counts for nothing under this path: the customer's front end calls these with a bearer token, from
/// another origin; the platform has neither.
pub(super) fn is_without_cookie(path: &str) -> bool {
    path.starts_with("/functions/v1/") || path == EXCHANGE
}

/// Where a bearer is exchanged for a way into the panel.
pub(super) const EXCHANGE: &str = "/auth/exchange";

/// The request comes from a page of `APP_ALLOWED_ORIGINS`; any other is refused with 403.
pub(super) struct AllowedOrigin;

impl FromRequestParts<App> for AllowedOrigin {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let origin = parts.headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
        let known = origin.is_some_and(|origin| app.settings.allowed_origins.iter().any(|allowed| allowed == origin));
        if known { Ok(Self) } else { Err(StatusCode::FORBIDDEN) }
    }
}

/// Refuses a change with 403 unless it comes from our own origin.
pub(crate) async fn same_origin(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let exempt = is_without_cookie(request.uri().path());
    if reads || exempt || is_ours(request.headers(), &settings.public_url) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return false };
    // an operator may open the panel by another name than the public one; a browser's Host cannot be forged either
    let host = text(header::HOST.as_str());
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    origin.eq_ignore_ascii_case(public_url) || (authority.is_some() && authority == host)
}
