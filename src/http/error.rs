//! Errors on the way out: one look for all of them, whoever made them.
//!
//! Handlers, extractors and layers answer with a bare status. Here it becomes a page in Russian, or JSON where programs
//! call. What went wrong inside is logged and never shown.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use leptos::prelude::*;
use serde_json::json;

use crate::{
    api::caller,
    connect::{ConnectError, ports::StoreError},
    people::PeopleError,
    ui::pages::error::ErrorPage,
};

use super::{App, origin, page::Page};

/// Panics of handlers since the start: each is a fault of ours, and an operator should see that there were any.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Panics of handlers since the start.
#[must_use]
pub fn panics() -> u64 {
    PANICS.load(Ordering::Relaxed)
}

/// Whether a program reads what is under this path, and not a person.
#[must_use]
pub fn speaks_json(path: &str) -> bool {
    ["/api/", "/functions/"].iter().any(|prefix| path.starts_with(prefix)) || path == origin::EXCHANGE
}

/// The status for a failed look-up of people, and its line in the log.
#[must_use]
pub fn people(error: &PeopleError) -> StatusCode {
    tracing::error!(%error, "people could not be asked");
    match error {
        PeopleError::Store(StoreError::Unavailable(_)) => StatusCode::SERVICE_UNAVAILABLE,
        PeopleError::Store(_) | PeopleError::Password(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The status for what a use case did not do, and its line in the log; `page` says where it was asked for.
pub(super) fn use_case(error: &ConnectError, page: &str) -> Response {
    let code = caller::code_of(error);
    // the person reads a page about the status; the ticket is for the log
    let _ = caller::ticketed(code, page, Some(error));
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Gives errors their page or their JSON, and turns a panic into a 500. An answer that is HTML or JSON already is left
/// as it is.
pub(super) async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let response = answer.unwrap_or_else(|_| {
        // the panic hook has already said where
        let panics = PANICS.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(panics, "a handler panicked");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_dressed(response.headers()) {
        return response;
    }
    let mut dressed = if speaks_json(uri.path()) {
        let error = status.canonical_reason().unwrap_or("error").to_lowercase();
        (status, Json(json!({ "success": false, "error": error }))).into_response()
    } else {
        let page = Page::new(App::clone(&app), headers);
        let frame = page.frame();
        page.show(status, move || view! { <ErrorPage frame status=status.as_u16() /> })
    };
    for (name, value) in response.headers() {
        if !name.as_str().starts_with("content-") {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed
}

fn is_dressed(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/json")
}
