//! `PUT messenger-integrations`

use axum::{Json, extract::State};

use crate::http::App;

use super::{
    super::{
        caller::RestCaller,
        examples,
        given::{Asked, Given},
        refusal::Refusal,
        refusals::{ByBearer, OfBody, OfMember, OfRow},
        wire::{IntegrationAnswer, IntegrationOrder},
    },
    draft, named,
    row::shown,
};

/// Changes a row: what is named, and nothing else. Settings are merged by name; masked ones stay as they are.
#[utoipa::path(
    put, path = "/functions/v1/messenger-integrations", operation_id = "change-integration", tag = "messenger-integrations",
    params(("id" = Option<String>, Query, description = "The row; may stand in the body.", example = "9d2f7c1a-5e0b-4b7e-8a43-1c6f0d2b9e55")),
    request_body(content = IntegrationOrder, example = json!(examples::change())),
    responses(
        (status = 200, description = "The row as it is now.", body = IntegrationAnswer, example = json!(examples::one_row())),
        ByBearer, OfBody, OfMember, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(in crate::http::rest) async fn change(
    State(app): State<App>,
    caller: RestCaller,
    asked: Asked,
    given: Given,
) -> Result<Json<IntegrationAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let order: IntegrationOrder = given.read()?;
    let id = named(&asked, order.id.as_deref())?;
    let row = app.integrations.change(actor, id, draft(order)).await?;
    Ok(Json(IntegrationAnswer { success: true, integration: shown(row, true) }))
}
