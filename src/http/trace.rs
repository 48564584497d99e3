//! One line in the log for each request, and an id that ties the lines of one request together.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use super::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps the request in a span and logs how it ended. The query is left out: setup tokens and webhook keys are in it.
pub(super) async fn request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let id = app.random.hex(8);
    let span = tracing::info_span!("request", id = %id, method = %request.method(), path = request.uri().path());
    let started = app.clock.now();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    async move {
        let mut response = next.run(request).await;
        let took = app.clock.now().since(started);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        app.metrics.answered(method.as_str(), route.as_deref(), response.status().as_u16(), took);
        tracing::info!(status = response.status().as_u16(), ms, "answered");
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}
