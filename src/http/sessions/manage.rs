//! What is done to one session: another name, first choice, on and off, started again.

use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    connect::ConnectError,
    domain::{ids::IntegrationId, many::Bulk, name::SessionName},
    http::{auth::Admin, page::Page},
    ui::pages::session::{ManageNote, Part},
};

use super::{Asked, Done, back, failed, named, render, rows};

#[derive(Deserialize)]
pub(in crate::http) struct Typed {
    #[serde(default)]
    act: String,
    #[serde(default)]
    name: String,
    /// `list` for the main page.
    #[serde(default)]
    from: String,
}

/// `POST /sessions/{id}/manage`
pub(in crate::http) async fn submit(
    Admin(actor): Admin,
    Path(id): Path<String>,
    page: Page,
    Form(typed): Form<Typed>,
) -> Response {
    let app = page.app().clone();
    let id = match named(&id) {
        Ok(id) => id,
        Err(error) => return failed(&error),
    };
    let name = match (typed.act.as_str(), SessionName::parse(&typed.name)) {
        ("rename", Err(_)) => {
            return match rows::shown(&app, &actor, &id.to_string(), &Asked::default()).await {
                Ok(mut shown) => {
                    shown.manage = Some(ManageNote::BadName(typed.name));
                    render(page, StatusCode::UNPROCESSABLE_ENTITY, actor, Part::Whole(Box::new(shown)))
                }
                Err(error) => failed(&error),
            };
        }
        (_, name) => name.ok(),
    };
    let one = async |bulk| app.integrations.one(&actor, id, bulk).await.map(|_| ());
    let done = match (typed.act.as_str(), name) {
        ("rename", Some(name)) => app.connect.rename(&actor, id, &name).await.map(|()| Done::Renamed),
        ("primary", _) => app.integrations.make_primary(&actor, id).await.map(|()| Done::Primary),
        ("enable", _) => one(Bulk::Enable).await.map(|()| Done::On),
        ("disable", _) => one(Bulk::Disable).await.map(|()| Done::Off),
        ("reconnect", _) => one(Bulk::Reconnect).await.map(|()| Done::Started),
        _ => Err(ConnectError::BadInput("act is rename, primary, enable, disable or reconnect")),
    };
    match done {
        Ok(_) if typed.from == "list" => Redirect::to("/").into_response(),
        Ok(done) => leave(id, done, app.connect.now()),
        Err(error) => failed(&error),
    }
}

fn leave(id: IntegrationId, done: Done, now: crate::domain::time::Timestamp) -> Response {
    back(id, done, now, None, None)
}
