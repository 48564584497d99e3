//! An integration of another provider goes.

use axum::{extract::Path, http::StatusCode, response::Response};

use crate::{
    http::{auth::Admin, page::Page},
    ui::pages::integrations::Part,
};

use super::{Done, back, failed, list::render, rows};

/// `GET /providers/{id}/delete`: the question.
pub(in crate::http) async fn show(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    match rows::one(page.app(), &actor, &id).await {
        Ok((row, _)) => render(page, StatusCode::OK, actor, Part::Delete(rows::shown(&row))),
        Err(error) => failed(&error),
    }
}

/// `POST /providers/{id}/delete`: the answer.
pub(in crate::http) async fn submit(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let deleted = match rows::one(page.app(), &actor, &id).await {
        Ok((row, _)) => page.app().integrations.delete(&actor, row.id).await,
        Err(error) => Err(error),
    };
    match deleted {
        Ok(row) => back(Done::Deleted, row.id),
        Err(error) => failed(&error),
    }
}
