//! The body of an order over HTTP, with a sentence for whatever is wrong with it.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::header,
    response::Response,
};
use serde::de::DeserializeOwned;

use super::super::answer::error_response;

/// The most that an order may send.
const LIMIT: usize = 1024 * 1024;

/// An order's JSON body; no body at all is `{}`.
pub struct Order<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Order<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"));
        let body = to_bytes(request.into_body(), LIMIT)
            .await
            .map_err(|_| error_response(413, "an order is at most 1 MiB long"))?;
        if !is_json && !body.is_empty() {
            return Err(error_response(415, "an order is sent as application/json"));
        }
        let body = if body.is_empty() { Bytes::from_static(b"{}") } else { body };
        let parsed = serde_json::from_slice(&body);
        parsed.map(Self).map_err(|error| error_response(400, &format!("the order cannot be read: {error}")))
    }
}
