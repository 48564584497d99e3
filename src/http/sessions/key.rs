//! Another webhook key.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    connect::ConnectError,
    http::{App, auth::Admin, page::Page},
    ui::pages::session::{ChangeKey, Part},
};

use super::{Done, back, failed, named, own, render};

/// `GET /sessions/{id}/webhook-key`: the question.
pub(in crate::http) async fn show(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    match own(page.app(), &actor, &id).await {
        Ok(session) if session.is_adopted => failed(&ConnectError::Forbidden),
        Ok(session) => {
            render(page, StatusCode::OK, actor, Part::ChangeKey(ChangeKey { id: session.id, name: session.name }))
        }
        Err(error) => failed(&error),
    }
}

/// `POST /sessions/{id}/webhook-key`: the answer. Whether the platform has the key already is for the page to say.
pub(in crate::http) async fn submit(Admin(actor): Admin, State(app): State<App>, Path(id): Path<String>) -> Response {
    let changed = match named(&id) {
        Ok(id) => app.connect.rotate_webhook_key(&actor, id).await.map(|_| id),
        Err(error) => Err(error),
    };
    match changed {
        Ok(id) => back(id, Done::NewKey, app.connect.now(), None, None),
        Err(error) => failed(&error),
    }
}
