//! `GET` and `POST wpp-qr`: the code that is out.

use axum::{Json, extract::State};

use crate::{connect::Phase, http::App};

use super::{
    caller::RestCaller,
    examples,
    given::{Asked, Given, RequestKey},
    refusal::Refusal,
    refusals::{ByBearer, OfBody, OfMember, OfQuery, OfRow},
    wire::{QrAnswer, Target},
};

/// The code to scan, for administrators. `session`, `session_name` and `integration_id` name the same thing.
#[utoipa::path(
    get, path = "/functions/v1/wpp-qr", operation_id = "wpp-qr", tag = "wpp",
    params(
        ("session" = Option<String>, Query, description = "An account number or the id of a row.", example = "org_3f2a91c7"),
        ("session_name" = Option<String>, Query, description = "The same."),
        ("integration_id" = Option<String>, Query, description = "The same."),
    ),
    responses(
        (status = 200, description = "The code, or null while there is none.", body = QrAnswer,
            examples(("code" = (value = json!(examples::qr()))), ("none" = (value = json!(examples::no_qr()))))),
        ByBearer, OfQuery, OfMember, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn get(State(app): State<App>, caller: RestCaller, asked: Asked) -> Result<Json<QrAnswer>, Refusal> {
    let names = ["session", "session_name", "integration_id"].into_iter().filter_map(|name| asked.get(name));
    answer(&app, &caller, &names.collect::<Vec<_>>()).await
}

/// The code to scan, for administrators. `session`, `session_name` and `integration_id` name the same thing.
#[utoipa::path(
    post, path = "/functions/v1/wpp-qr", operation_id = "wpp-qr-post", tag = "wpp",
    params(("Idempotency-Key" = Option<String>, Header, description = super::KEY, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body(content = Target, example = json!({ "session": "org_3f2a91c7" })),
    responses(
        (status = 200, description = "The code, or null while there is none.", body = QrAnswer,
            examples(("code" = (value = json!(examples::qr()))), ("none" = (value = json!(examples::no_qr()))))),
        ByBearer, OfBody, OfMember, OfRow,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn post(
    State(app): State<App>,
    caller: RestCaller,
    _key: RequestKey,
    given: Given,
) -> Result<Json<QrAnswer>, Refusal> {
    caller.administrator()?;
    let names = given.read::<Target>()?.names();
    answer(&app, &caller, &names.iter().map(String::as_str).collect::<Vec<_>>()).await
}

async fn answer(app: &App, caller: &RestCaller, names: &[&str]) -> Result<Json<QrAnswer>, Refusal> {
    let actor = caller.administrator()?;
    if names.is_empty() {
        return Err(Refusal::bad("name a session: session, session_name or integration_id"));
    }
    let meant = app.connect.meant(actor, names).await?;
    let session = app.connect.qr(actor, meant.id).await?;
    // whether the gateway answers now or not: a code that is out can be scanned
    let qr = match Phase::of(&session, app.connect.now()) {
        Phase::Scan(qr) => Some(qr.payload.as_str().to_owned()),
        _ => None,
    };
    Ok(Json(QrAnswer { success: true, qr }))
}
