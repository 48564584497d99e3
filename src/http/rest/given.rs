//! What a caller gives with a request: the body, the query, a key that names the request.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Query, Request, rejection::BytesRejection},
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{connect::Wish, http::App};

use super::refusal::Refusal;

/// The longest `Idempotency-Key`.
const MAX_KEY: usize = 200;

/// The body. It is read as JSON whatever its content type says, and no body is `{}`.
pub(super) struct Given(Bytes);

impl Given {
    /// The fields that the call knows; others are ignored.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let object: Map<String, Value> = if self.0.trim_ascii().is_empty() {
            Map::new()
        } else {
            serde_json::from_slice(&self.0).map_err(|_| Refusal::bad("the body is not a JSON object"))?
        };
        // the words of the parser would repeat the value, which may be a secret
        serde_path_to_error::deserialize(Value::Object(object))
            .map_err(|error| Refusal::bad(format!("{} has a wrong type", error.path())))
    }
}

impl FromRequest<App> for Given {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Self::Rejection> {
        Bytes::from_request(request, app).await.map(Self).map_err(|error: BytesRejection| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is over 1 MiB"),
            _ => Refusal::bad("the body did not arrive whole"),
        })
    }
}

/// The query. Of a name that comes twice the last one counts.
pub(super) struct Asked(BTreeMap<String, String>);

impl Asked {
    /// A value that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}

impl FromRequestParts<App> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        let query = Query::try_from_uri(&parts.uri).map_err(|_| Refusal::bad("the query cannot be read"))?;
        Ok(Self(query.0))
    }
}

/// The `Idempotency-Key` header: the same key twice is the same request.
pub(super) struct RequestKey(Option<String>);

impl RequestKey {
    /// What the request stands for, with its key if it has one.
    pub(super) fn wish(self, call: &'static str) -> Wish {
        Wish::new(call, self.0)
    }
}

impl FromRequestParts<App> for RequestKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        let mut keys = parts.headers.get_all("idempotency-key").iter();
        let (key, more) = (keys.next(), keys.next());
        let Some(key) = key else { return Ok(Self(None)) };
        let text = key.to_str().ok().filter(|text| (1..=MAX_KEY).contains(&text.len()));
        let text = text.filter(|text| more.is_none() && text.bytes().all(|sign| sign.is_ascii_graphic()));
        text.map(|text| Self(Some(text.to_owned())))
            .ok_or_else(|| Refusal::bad("Idempotency-Key is 1 to 200 visible characters, once"))
    }
}
