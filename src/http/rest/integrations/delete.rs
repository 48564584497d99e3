//! `DELETE messenger-integrations`

use axum::{Json, extract::State};

use crate::http::App;

use super::{
    super::{
        caller::RestCaller,
        examples,
        given::Asked,
        refusal::Refusal,
        refusals::{ByBearer, OfMember, OfQuery, OfRow},
        wire::IntegrationAnswer,
    },
    named,
    row::shown,
};

/// Deletes a row; one of wpp is disconnected.
#[utoipa::path(
    delete, path = "/functions/v1/messenger-integrations", operation_id = "delete-integration", tag = "messenger-integrations",
    params(("id" = String, Query, description = "The row.", example = "9d2f7c1a-5e0b-4b7e-8a43-1c6f0d2b9e55")),
    responses(
        (status = 200, description = "The row as it was.", body = IntegrationAnswer, example = json!(examples::one_row())),
        ByBearer, OfQuery, OfMember, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(in crate::http::rest) async fn delete(
    State(app): State<App>,
    caller: RestCaller,
    asked: Asked,
) -> Result<Json<IntegrationAnswer>, Refusal> {
    let actor = caller.administrator()?;
    let row = app.integrations.delete(actor, named(&asked, None)?).await?;
    Ok(Json(IntegrationAnswer { success: true, integration: shown(row, true) }))
}
