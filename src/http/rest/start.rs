//! `POST wpp-start`: a session that is there is started again.

use axum::{Json, extract::State};

use crate::{domain::ids::AttemptId, http::App};

use super::{
    caller::RestCaller,
    examples,
    given::{Given, RequestKey},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfGateway, OfMember, OfRow},
    standing,
    wire::{StartAnswer, Target},
};

/// Starts a session under the number and key it has; a connected one is left alone. Without a name the primary one,
/// else a connected one, else the oldest.
#[utoipa::path(
    post, path = "/functions/v1/wpp-start", operation_id = "wpp-start", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = Target, example = json!({ "integration_id": "9d2f7c1a-5e0b-4b7e-8a43-1c6f0d2b9e55" })),
    responses(
        (status = 200, description = "Where it stands.", body = StartAnswer, example = json!(examples::started())),
        ByBearer, OfBody, OfMember, OfRow, OfGateway,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn start(
    State(app): State<App>,
    caller: RestCaller,
    _key: RequestKey,
    given: Given,
) -> Result<Json<StartAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let names = given.read::<Target>()?.names();
    let meant = app.connect.meant(actor, &names.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    // an attempt that is open on the row is shared, so that a repeat needs no id of its own
    let done = app.connect.reconnect(actor, meant.id, AttemptId(app.random.uuid())).await?;
    Ok(Json(StartAnswer { ok: true, standing: standing::answer(&done.session, app.connect.now(), true) }))
}
