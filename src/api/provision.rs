//! Server functions that connect.

use leptos::{server, server_fn::codec::Json};

use crate::domain::ids::{AttemptId, IntegrationId};

use super::{ApiError, reading::Answers, wire::Progress};

/// «Подключить WhatsApp»: the open attempt, the session that exists, or a new one.
///
/// # Errors
/// 401, 403, and what the gateway did: 502, 504, 422.
#[server(prefix = "/api", endpoint = "wpp_provision", input = Json, output = Answers)]
pub async fn wpp_provision(attempt: AttemptId) -> Result<Progress, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let done = connect.provision(&actor, attempt).await.map_err(super::caller::tell)?;
    Ok(super::views::progress(&done.session, connect.now(), 0, true))
}

/// «Подключить ещё один WhatsApp»: one more account, one per attempt id.
///
/// # Errors
/// As [`wpp_provision`].
#[server(prefix = "/api", endpoint = "wpp_create", input = Json, output = Answers)]
pub async fn wpp_create(attempt: AttemptId) -> Result<Progress, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let done = connect.add(&actor, attempt).await.map_err(super::caller::tell)?;
    Ok(super::views::progress(&done.session, connect.now(), 0, true))
}

/// «Переподключить» and «Новый код»: the same row, number and key.
///
/// # Errors
/// As [`wpp_provision`], and 404.
#[server(prefix = "/api", endpoint = "wpp_reconnect", input = Json, output = Answers)]
pub async fn wpp_reconnect(id: IntegrationId, attempt: AttemptId) -> Result<Progress, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let done = connect.reconnect(&actor, id, attempt).await.map_err(super::caller::tell)?;
    Ok(super::views::progress(&done.session, connect.now(), 0, true))
}
