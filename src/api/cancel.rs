//! «Отмена», Esc and the cross.

use leptos::{server, server_fn::codec::Json};

use crate::domain::ids::{AttemptId, IntegrationId};

use super::{ApiError, reading::Answers, wire::CancelEnd};

/// Ends an attempt. `id` names the row where the page knows it already.
///
/// # Errors
/// 401, 403.
#[server(prefix = "/api", endpoint = "wpp_cancel", input = Json, output = Answers)]
pub async fn wpp_cancel(attempt: AttemptId, id: Option<IntegrationId>) -> Result<CancelEnd, ApiError> {
    use crate::connect::Cancelled;
    let (connect, actor) = super::caller::Caller::signed_in()?;
    let end = connect.cancel(&actor, attempt, id).await.map_err(super::caller::tell)?;
    Ok(match end {
        Cancelled::Removed | Cancelled::Restored => CancelEnd::Ended,
        Cancelled::Connected(_) => CancelEnd::Connected,
        Cancelled::NotYours => CancelEnd::NotYours,
    })
}
