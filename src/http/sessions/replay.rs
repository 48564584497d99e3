//! An event is taken up again.

use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    connect::ConnectError,
    domain::actor::Actor,
    http::{App, auth::Admin},
};

use super::{Done, back, failed, named};

#[derive(Deserialize)]
pub(in crate::http) struct Typed {
    /// The page of events that the button was on.
    #[serde(default)]
    before: String,
}

/// `POST /sessions/{id}/events/{number}/replay`
pub(in crate::http) async fn submit(
    Admin(actor): Admin,
    State(app): State<App>,
    Path((id, number)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Response {
    match replay(&app, &actor, &id, &number, typed.before.parse().ok()).await {
        Ok(response) => response,
        Err(error) => failed(&error),
    }
}

async fn replay(
    app: &App,
    actor: &Actor,
    id: &str,
    number: &str,
    before: Option<i64>,
) -> Result<Response, ConnectError> {
    let number: i64 = number.parse().map_err(|_| ConnectError::NotFound)?;
    let id = named(id)?;
    let done = if app.connect.replay(actor, id, number).await? { Done::Replayed } else { Done::Nothing };
    Ok(back(id, done, app.connect.now(), Some(number), before))
}
