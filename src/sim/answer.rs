//! What a call answers, before it becomes HTTP.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// A refused call: an HTTP status and the platform's words.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: u16,
    pub words: &'static str,
}

impl Refusal {
    pub const fn new(status: u16, words: &'static str) -> Self {
        Self { status, words }
    }
}

/// A call that was carried out.
pub struct Done {
    pub body: Value,
    /// The text of a code that the answer is to carry.
    pub code: Option<String>,
}

impl From<Value> for Done {
    fn from(body: Value) -> Self {
        Self { body, code: None }
    }
}

/// What a call comes to.
pub type Answer = Result<Done, Refusal>;

/// A JSON answer.
pub fn json_response(status: u16, body: Value) -> Response {
    (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(body)).into_response()
}

/// A JSON answer with a sentence on what is wrong.
pub fn error_response(status: u16, words: &str) -> Response {
    json_response(status, json!({ "success": false, "error": words }))
}
