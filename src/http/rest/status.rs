//! `POST wpp-status`: what the CRM's poll asks.

use axum::{Json, extract::State};

use crate::{connect::Ask, http::App};

use super::{
    caller::RestCaller,
    examples,
    given::{Given, RequestKey},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfRow},
    standing,
    wire::{StatusAnswer, StatusOrder},
};

/// Where a session stands; without a name the primary one, else a connected one, else the oldest. Asking keeps an open
/// attempt alive. For everybody of the organization; codes for administrators.
#[utoipa::path(
    post, path = "/functions/v1/wpp-status", operation_id = "wpp-status", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = StatusOrder, example = json!({ "session_name": "org_3f2a91c7" })),
    responses(
        (status = 200, description = "Where it stands; `error` if the gateway cannot be asked or the attempt failed.",
            body = StatusAnswer,
            examples(
                ("connected" = (value = json!(examples::connected()))),
                ("qr_issued" = (value = json!(examples::waiting()))),
                ("error" = (value = json!(examples::silent()))),
            )),
        ByBearer, OfBody, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn status(
    State(app): State<App>,
    RestCaller(actor): RestCaller,
    _key: RequestKey,
    given: Given,
) -> Result<Json<StatusAnswer>, Refusal> {
    let order: StatusOrder = given.read()?;
    let ask = Ask { force: order.force == Some(true), dialog: true };
    let names = order.target().names();
    let meant = app.connect.meant(&actor, &names.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let session = app.connect.status_of(&actor, meant, ask).await?;
    Ok(Json(standing::answer(&session, app.connect.now(), actor.is_admin())))
}
