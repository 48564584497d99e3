//! The persisted list.

use leptos::{server, server_fn::codec::Json};

use super::{ApiError, reading::Answers, wire::Panel};

/// All sessions of the organization, each asked for at the gateway by its own id. `force` skips our cache («Обновить
/// статусы»).
///
/// # Errors
/// 401, 503.
#[server(prefix = "/api", endpoint = "list_integrations", input = Json, output = Answers)]
pub async fn list_integrations(force: bool) -> Result<Panel, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let sessions = connect.refresh(&actor, force).await.map_err(super::caller::tell)?;
    Ok(super::views::panel(&sessions, connect.now()))
}
