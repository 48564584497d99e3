//! Which pages of other origins may read our answers: those of `APP_ALLOWED_ORIGINS`, where a bearer is what counts.
//!
//! An origin that is not allowed gets its answer and no permission to read it; it is the browser that keeps it back.
//! `Cross-Origin-Resource-Policy: same-origin`, which every answer carries, is about requests without CORS and does not
//! stop these.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use tower::{Layer as _, ServiceExt as _};
use tower_http::cors::CorsLayer;

use super::origin;

/// How long a browser need not ask again.
const MAX_AGE: Duration = Duration::from_secs(600);
/// The platform's own path: no page calls it.
const WEBHOOK: &str = "/functions/v1/wpp-webhook";
/// What the customer's front end sends.
const HEADERS: [HeaderName; 5] = [
    header::AUTHORIZATION,
    HeaderName::from_static("x-client-info"),
    HeaderName::from_static("apikey"),
    header::CONTENT_TYPE,
    HeaderName::from_static("idempotency-key"),
];
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS];

/// The permission, made once.
pub(super) struct Sharing {
    origins: Vec<HeaderValue>,
    layer: CorsLayer,
}

impl Sharing {
    /// For these origins and no other.
    pub fn with(origins: &[String]) -> Arc<Self> {
        let origins: Vec<HeaderValue> =
            origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
        let layer = CorsLayer::new()
            .allow_origin(origins.clone())
            .allow_methods(METHODS)
            .allow_headers(HEADERS)
            .max_age(MAX_AGE)
            .vary([header::ORIGIN]);
        Arc::new(Self { origins, layer })
    }
}

/// Answers preflights of allowed origins and lets them read the rest.
pub(super) async fn share(State(sharing): State<Arc<Sharing>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !origin::is_without_cookie(path) || path == WEBHOOK {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN);
    if origin.is_some_and(|origin| sharing.origins.contains(origin)) {
        let answer = sharing.layer.layer(next).oneshot(request).await;
        return answer.unwrap_or_else(|never| match never {});
    }
    let mut response = next.run(request).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_name(header::ORIGIN));
    response
}
