//! Changes made with a cookie must come from our own pages.
//!
//! `SameSite=Lax` alone would let a neighbour on the same domain post in somebody's name. Browsers say where a request
//! comes from in `Sec-Fetch-Site` (over https or to localhost) and in `Origin`; no script can change either.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::App;

/// The customer's front end calls these with a bearer token and no cookie, from another origin; the platform has none.
const WITHOUT_COOKIE: &str = "/functions/v1/";

/// Refuses a change with 403 unless it comes from our own origin.
pub async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let exempt = request.uri().path().starts_with(WITHOUT_COOKIE);
    if reads || exempt || is_ours(request.headers(), &app.settings.public_url) {
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
