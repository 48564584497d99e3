//! Events from the platform: the key in the address proves the origin and names the tenant.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{connect::ConnectError, domain::secret::Secret, gateway::wpp::session_event};

use super::{App, forward::PASSED_ON};

#[derive(Deserialize)]
pub(super) struct Origin {
    #[serde(default)]
    key: String,
}

/// Takes one event over. 200 for every event of a known key, whatever its type: the platform repeats what is not 2xx.
pub(super) async fn take(
    State(app): State<App>,
    Query(origin): Query<Origin>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if headers.contains_key(PASSED_ON) {
        tracing::error!("APP_FORWARD_WEBHOOK_URL leads back to the panel: events go nowhere");
        return refuse(StatusCode::LOOP_DETECTED, "the event comes from here");
    }
    let Some(event) = session_event(&body) else { return refuse(StatusCode::BAD_REQUEST, "a JSON object is expected") };
    match app.connect.event(&Secret::new(origin.key), &event, &body).await {
        Ok(()) => Json(json!({ "success": true })).into_response(),
        // a key that is not known and one that is wrong are the same to who sends it
        Err(ConnectError::NotFound) => refuse(StatusCode::UNAUTHORIZED, "unknown key"),
        Err(error) => {
            tracing::error!(%error, "an event could not be taken over");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "try again")
        }
    }
}

fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "success": false, "error": error }))).into_response()
}
