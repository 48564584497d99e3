//! `POST wpp-disconnect`: the row goes.

use axum::{Json, extract::State};

use crate::http::App;

use super::{
    caller::RestCaller,
    examples,
    given::{Given, RequestKey},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfMember, OfRow},
    wire::{DisconnectAnswer, StatusWord, Target},
};

/// Stops the account and removes the row; while the gateway does not answer it is tried again later. Without a name the
/// primary session is meant, or the only one. Who repeats the request within half a minute does not end another one.
#[utoipa::path(
    post, path = "/functions/v1/wpp-disconnect", operation_id = "wpp-disconnect", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = Target, example = json!({ "integration_id": "9d2f7c1a-5e0b-4b7e-8a43-1c6f0d2b9e55" })),
    responses(
        (status = 200, description = "It is gone.", body = DisconnectAnswer, example = json!(examples::disconnected())),
        ByBearer, OfBody, OfMember, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn disconnect(
    State(app): State<App>,
    caller: RestCaller,
    key: RequestKey,
    given: Given,
) -> Result<Json<DisconnectAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let names = given.read::<Target>()?.names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    app.connect.disconnect_meant(actor, &names, &key.wish("wpp-disconnect")).await?;
    Ok(Json(DisconnectAnswer { ok: true, success: true, status: StatusWord::Disconnected }))
}
