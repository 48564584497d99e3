//! From the CRM into the panel without a second password: a bearer is exchanged for an address that opens it once.

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{connect::ports::CodeOwner, domain::secret::Secret};

use super::{
    App,
    bearer::Bearer,
    client::{ClientAddress, device},
    error, login, next,
    origin::AllowedOrigin,
};

#[derive(Deserialize)]
pub(super) struct Destination {
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    #[serde(default)]
    code: String,
    next: Option<String>,
}

/// `POST /auth/exchange`, with `?next=/path` for a page of the panel: `{success, url}`.
pub(super) async fn exchange(
    State(app): State<App>,
    _: AllowedOrigin,
    Bearer(actor): Bearer,
    Query(destination): Query<Destination>,
) -> Response {
    let owner = CodeOwner { user: actor.user, email: Some(actor.email).filter(|email| !email.is_empty()) };
    let code = match app.people.exchange(owner).await {
        Ok(code) => code,
        Err(failure) => return error::people(&failure).into_response(),
    };
    let mut url = format!("{}/auth/enter?code={}", app.settings.public_url, code.expose());
    if let Some(next) = next::encoded(next::inside(destination.next.as_deref())) {
        url.push_str("&next=");
        url.push_str(&next);
    }
    Json(json!({ "success": true, "url": url })).into_response()
}

/// `GET /auth/enter?code=…`: takes the code and leads into the panel, to an address without it. One that opens nothing is
/// 410: whether it was used, is over, or never was, nobody is told.
pub(super) async fn enter(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Query(entry): Query<Entry>,
) -> Response {
    let mut response = match app.people.enter(&Secret::new(entry.code), device(address, &headers)).await {
        Ok(Some(sign_in)) => login::enter(&app, &headers, &sign_in, next::inside(entry.next.as_deref())).await,
        Ok(None) => StatusCode::GONE.into_response(),
        Err(failure) => error::people(&failure).into_response(),
    };
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// `HEAD /auth/enter`: who only looks takes no code.
pub(super) async fn look() -> StatusCode {
    StatusCode::NO_CONTENT
}
