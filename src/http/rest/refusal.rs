//! The one form of every refusal: `{success: false, error}`.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    api::{ErrorCode, caller},
    connect::ConnectError,
    ui::words::panel::t,
};

use super::wire::Failure;

/// Why a call was not carried out, as the caller hears it. What happened inside is in the log alone.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    error: String,
    ticket: Option<String>,
}

impl Refusal {
    /// `error` is for whoever wrote the call.
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self { status, error: error.into(), ticket: None }
    }

    /// 400.
    pub(super) fn bad(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }
}

impl From<ConnectError> for Refusal {
    /// Logged here, once, under the ticket that the caller gets.
    fn from(error: ConnectError) -> Self {
        let code = caller::code_of(&error);
        let told = caller::ticketed(code, "rest", Some(&error));
        let words = match (&error, code) {
            // these are about the request, for whoever wrote it
            (ConnectError::BadInput(words), _) => (*words).to_owned(),
            (_, ErrorCode::NotFound) => "Такого подключения нет.".to_owned(),
            _ => t().error(code).join(" "),
        };
        let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, error: words, ticket: Some(told.ticket) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, error, ticket } = self;
        (status, Json(Failure { success: false, error, ticket })).into_response()
    }
}
