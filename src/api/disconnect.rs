//! «Отключить».

use leptos::{server, server_fn::codec::Json};

use crate::domain::ids::IntegrationId;

use super::{ApiError, reading::Answers};

/// Stops the account at the gateway and removes the row.
///
/// # Errors
/// 401, 403, 404.
#[server(prefix = "/api", endpoint = "wpp_disconnect", input = Json, output = Answers)]
pub async fn wpp_disconnect(id: IntegrationId) -> Result<(), ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    connect.disconnect(&actor, id).await.map_err(super::caller::tell)
}
