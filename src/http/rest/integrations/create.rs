//! `POST messenger-integrations`

use axum::{Json, extract::State, http::StatusCode};

use crate::http::App;

use super::{
    super::{
        caller::RestCaller,
        examples,
        given::{Given, RequestKey},
        refusal::Refusal,
        refusals::{ByBearer, OfBody, OfGateway, OfMember, OfNobody},
        wire::{IntegrationAnswer, IntegrationOrder},
    },
    draft,
    row::shown,
};

/// Makes a row. `provider: "wpp"` connects, as `wpp-provision` does. Rows of `green_api` (by `idInstance`) and `wappi`
/// (by `profileId`) are there once: the same one again is answered with the row that is there. So is any row whose
/// request is repeated: with its `Idempotency-Key`, or without one and with the same body within half a minute.
#[utoipa::path(
    post, path = "/functions/v1/messenger-integrations", operation_id = "create-integration", tag = "messenger-integrations",
    params(("Idempotency-Key" = Option<String>, Header, description = super::super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = IntegrationOrder, example = json!(examples::order())),
    responses(
        (status = 200, description = "It was there already.", body = IntegrationAnswer, example = json!(examples::there_already())),
        (status = 201, description = "It was made.", body = IntegrationAnswer, example = json!(examples::one_row())),
        ByBearer, OfBody, OfMember, OfNobody, OfGateway,
    ),
    security(("bearer" = [])),
)]
pub(in crate::http::rest) async fn create(
    State(app): State<App>,
    caller: RestCaller,
    key: RequestKey,
    given: Given,
) -> Result<(StatusCode, Json<IntegrationAnswer>), Refusal> {
    let actor = caller.administrator()?;
    let order: IntegrationOrder = given.read()?;
    let (row, made) = app.integrations.create(actor, draft(order), &key.wish("messenger-integrations")).await?;
    let status = if made { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(IntegrationAnswer { success: true, integration: shown(row, true) })))
}
