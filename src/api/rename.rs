//! A session's name.

use leptos::{server, server_fn::codec::Json};

use crate::domain::ids::IntegrationId;

use super::{ApiError, reading::Answers};

/// Renames a session: 1 to 60 characters.
///
/// # Errors
/// 400 for a name that is none, 401, 403, 404.
#[server(prefix = "/api", endpoint = "wpp_rename", input = Json, output = Answers)]
pub async fn wpp_rename(id: IntegrationId, name: String) -> Result<(), ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let name = crate::domain::name::SessionName::parse(&name).map_err(|_| super::caller::bad_input())?;
    connect.rename(&actor, id, &name).await.map_err(super::caller::tell)
}
