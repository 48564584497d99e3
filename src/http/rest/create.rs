//! `POST wpp-create`: connect, one more, or another account in the same row.

use axum::{Json, extract::State};

use crate::{api::views::shown_key, domain::ids::AttemptId, http::App};

use super::{
    caller::RestCaller,
    examples,
    given::{Given, RequestKey},
    provision::{code, session, word},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfGateway, OfMember, OfNobody},
    wire::{CreateAnswer, CreateOrder},
};

/// Connects. `{}` is `wpp-provision`. `add_new` adds an account: one for each `Idempotency-Key`, without one a single
/// one until it is connected or cancelled. `force_recreate` replaces key and account of the session that is there; with
/// a connected session it adds one.
#[utoipa::path(
    post, path = "/functions/v1/wpp-create", operation_id = "wpp-create", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = CreateOrder, example = json!({ "add_new": true })),
    responses(
        (status = 200, description = "Where the connection stands.", body = CreateAnswer, example = json!(examples::created())),
        ByBearer, OfBody, OfMember, OfNobody, OfGateway,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn create(
    State(app): State<App>,
    caller: RestCaller,
    key: RequestKey,
    given: Given,
) -> Result<Json<CreateAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let order: CreateOrder = given.read()?;
    let connect = &app.connect;
    // asked for both, the one that takes nothing away
    let done = if order.add_new == Some(true) {
        let (attempt, repeats) = connect.attempt_of(actor, &key.wish("wpp-create add_new")).await?;
        connect.add_again(actor, attempt, repeats).await?
    } else if order.force_recreate == Some(true) {
        let (attempt, repeats) = connect.attempt_of(actor, &key.wish("wpp-create force_recreate")).await?;
        connect.recreate(actor, attempt, repeats).await?
    } else {
        connect.provision(actor, AttemptId(app.random.uuid())).await?
    };
    let (api_key, _) = shown_key(&done.session.credentials);
    Ok(Json(CreateAnswer {
        success: true,
        session: session(&done),
        api_key,
        status: word(&done),
        qrcode: code(&done),
        integration_id: done.integration_id,
    }))
}
