//! «Провайдеры»: integrations of other providers than WPP, by plain forms. What was changed leads back to the list.

pub(super) mod add;
pub(super) mod change;
pub(super) mod delete;
mod fields;
pub(super) mod list;
mod rows;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{api::caller, connect::ConnectError, domain::ids::IntegrationId};

/// What has just happened to a row, as it stands in the address of the list.
#[derive(Clone, Copy)]
enum Done {
    Added,
    Saved,
    Deleted,
}

impl Done {
    const ALL: [Self; 3] = [Self::Added, Self::Saved, Self::Deleted];

    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Saved => "saved",
            Self::Deleted => "deleted",
        }
    }
}

/// To the list, so that a reload changes nothing again.
fn back(done: Done, id: IntegrationId) -> Response {
    Redirect::to(&format!("/providers?done={}&row={id}", done.word())).into_response()
}

/// The status for what a use case did not do, and its line in the log.
fn failed(error: &ConnectError) -> Response {
    let code = caller::code_of(error);
    // the person reads a page about the status; the ticket is for the log
    let _ = caller::ticketed(code, "providers", Some(error));
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
