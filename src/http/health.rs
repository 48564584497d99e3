//! For whoever watches the process.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::App;

/// A database that lets one wait longer is none, for whoever has another server to send people to.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives and answers. Says nothing about the database or the gateway.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// Whether people should be sent here: 200, or 503 while the database does not answer and from the moment when the server
/// was asked to stop. The gateway is named beside it and decides nothing: no other server would have a better one.
pub(super) async fn ready(State(app): State<App>) -> Response {
    let database = matches!(tokio::time::timeout(PATIENCE, app.connect.ping_store()).await, Ok(Ok(())));
    let is_leaving = app.leaving.is_cancelled();
    let (status, word) = match (is_leaving, database) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "unready"),
        (false, true) => (StatusCode::OK, "ready"),
    };
    let tell = |fine: bool| if fine { "ok" } else { "fails" };
    let body = json!({ "status": word, "database": tell(database), "gateway": tell(!app.connect.gateway_fails()) });
    (status, Json(body)).into_response()
}
