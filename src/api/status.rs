//! Server functions that ask.

use leptos::{server, server_fn::codec::Json};

use crate::domain::ids::IntegrationId;

use super::{
    ApiError,
    reading::Answers,
    wire::{Picture, Progress},
};

/// Where an attempt stands. `has` is the ordinal of the code that the page shows, so that it is not sent again.
///
/// # Errors
/// 401, 404.
#[server(prefix = "/api", endpoint = "wpp_status", input = Json, output = Answers)]
pub async fn wpp_status(id: IntegrationId, has: u32) -> Result<Progress, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let ask = crate::connect::Ask { force: false, dialog: true };
    let session = connect.status(&actor, id, ask).await.map_err(super::caller::tell)?;
    Ok(super::views::progress(&session, connect.now(), has, actor.is_admin()))
}

/// The current code of an attempt, for administrators; `None` while there is none.
///
/// # Errors
/// 401, 403, 404.
#[server(prefix = "/api", endpoint = "wpp_qr", input = Json, output = Answers)]
pub async fn wpp_qr(id: IntegrationId) -> Result<Option<Picture>, ApiError> {
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let session = connect.qr(&actor, id).await.map_err(super::caller::tell)?;
    let super::wire::Step::Scan { picture, .. } = super::views::progress(&session, connect.now(), 0, true).step else {
        return Ok(None);
    };
    Ok(picture)
}
