//! «Провайдеры»: integrations of other providers than WPP, by plain forms. What was changed leads back to the list.

pub(super) mod add;
pub(super) mod change;
pub(super) mod delete;
mod fields;
pub(super) mod list;
mod rows;

use axum::response::{IntoResponse as _, Redirect, Response};

use crate::{connect::ConnectError, domain::ids::IntegrationId};

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
    super::error::use_case(error, "providers")
}
