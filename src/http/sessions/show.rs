//! The page.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};

use crate::{
    http::{auth::SignedIn, page::Page},
    ui::pages::session::Part,
};

use super::{Asked, failed, render, rows};

/// `GET /sessions/{id}`, for everybody of the organization: from the database, without asking the gateway.
pub(in crate::http) async fn show(
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    page: Page,
) -> Response {
    match rows::shown(page.app(), &actor, &id, &asked).await {
        Ok(shown) => render(page, StatusCode::OK, actor, Part::Whole(Box::new(shown))),
        Err(error) => failed(&error),
    }
}
