//! `GET messenger-integrations`

use axum::{Json, extract::State};

use crate::http::App;

use super::{
    super::{
        caller::RestCaller,
        examples,
        given::Asked,
        refusal::Refusal,
        refusals::{ByBearer, OfNobody},
        wire::IntegrationsAnswer,
    },
    row::shown,
};

/// The organization's rows of all providers, for everybody of it.
#[utoipa::path(
    get, path = "/functions/v1/messenger-integrations", operation_id = "list-integrations", tag = "messenger-integrations",
    params(("messenger_type" = Option<String>, Query, description = "Only rows of this messenger.", example = "whatsapp")),
    responses(
        (status = 200, description = "The rows.", body = IntegrationsAnswer, example = json!(examples::rows())),
        ByBearer, OfNobody,
    ),
    security(("bearer" = [])),
)]
pub(in crate::http::rest) async fn list(
    State(app): State<App>,
    RestCaller(actor): RestCaller,
    asked: Asked,
) -> Result<Json<IntegrationsAnswer>, Refusal> {
    let rows = app.integrations.list(&actor, asked.get("messenger_type")).await?;
    let integrations = rows.into_iter().map(|row| shown(row, actor.is_admin())).collect();
    Ok(Json(IntegrationsAnswer { success: true, integrations }))
}
