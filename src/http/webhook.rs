//! Events from the platform: the key in the address proves the origin and names the tenant.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{connect::ConnectError, domain::secret::Secret, gateway::wpp::session_event};

use super::{
    App,
    forward::PASSED_ON,
    rest::{Failure, OfBody},
};

#[derive(Deserialize)]
pub(super) struct Origin {
    #[serde(default)]
    key: String,
}

/// Keeps one event. 200 for every event of a known key, whatever its type, once it is on the disk: the platform repeats
/// what is not 2xx. What it says is believed after the answer.
#[utoipa::path(
    post, path = "/functions/v1/wpp-webhook", operation_id = "wpp-webhook", tag = "events of the platform",
    params(
        ("account" = Option<String>, Query, description = "The account number; the key alone tells whose event it is."),
        ("key" = String, Query, description = "The webhook key of the session."),
    ),
    request_body(content = Object, description = "An event in any of the shapes of the platform.",
        example = json!({ "id": "evt_1", "type": "connected", "created": 1_800_000_000, "data": { "account": "org_3f2a91c7" } })),
    responses(
        (status = 200, description = "The event was taken over.", body = Object, example = json!({ "success": true })),
        (status = 401, description = "The key is no session's.", body = Failure, example = json!({ "success": false, "error": "unknown key" })),
        (status = 429, description = "The session sends more than it may: `Retry-After` says when to come again.", body = Failure, example = json!({ "success": false, "error": "too many events" })),
        (status = 503, description = "The database does not answer: repeat it.", body = Failure, example = json!({ "success": false, "error": "try again" })),
        (status = 508, description = "The address to which the panel passes events on leads back to it.", body = Failure, example = json!({ "success": false, "error": "the event comes from here" })),
        OfBody,
    ),
    security(("webhook_key" = [])),
)]
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
    let sender = match app.connect.sender(&Secret::new(origin.key)).await {
        Ok(sender) => sender,
        // a key that is not known and one that is wrong are the same to who sends it
        Err(ConnectError::NotFound) => return refuse(StatusCode::UNAUTHORIZED, "unknown key"),
        Err(ConnectError::TooMany { retry_after }) => {
            let wait = [(header::RETRY_AFTER, retry_after.as_secs().max(1).to_string())];
            return (wait, refuse(StatusCode::TOO_MANY_REQUESTS, "too many events")).into_response();
        }
        Err(error) => return put_off(&error),
    };
    let Some(event) = session_event(&body) else { return refuse(StatusCode::BAD_REQUEST, "a JSON object is expected") };
    match app.connect.keep_event(&sender, &event, &body).await {
        Ok(unsettled) => {
            if let Some(unsettled) = unsettled {
                app.connect.settle_soon(unsettled);
            }
            Json(json!({ "success": true })).into_response()
        }
        Err(error) => put_off(&error),
    }
}

/// The platform is to come again.
fn put_off(error: &ConnectError) -> Response {
    tracing::error!(%error, "an event could not be kept");
    refuse(StatusCode::SERVICE_UNAVAILABLE, "try again")
}

fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "success": false, "error": error }))).into_response()
}
