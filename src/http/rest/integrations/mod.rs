//! `messenger-integrations`: rows of all providers.

pub(super) mod change;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod list;
mod row;

use crate::{connect::Draft, domain::ids::IntegrationId};

use super::{given::Asked, refusal::Refusal, wire::IntegrationOrder};

/// The row that address and body name; they must agree.
fn named(asked: &Asked, in_body: Option<&str>) -> Result<IntegrationId, Refusal> {
    let in_body = in_body.map(str::trim).filter(|id| !id.is_empty());
    let (first, second) = (asked.get("id").or(in_body), in_body);
    let text = first.ok_or_else(|| Refusal::bad("name a row: ?id="))?;
    if second.is_some_and(|second| !second.eq_ignore_ascii_case(text)) {
        return Err(Refusal::bad("the ids in address and body are of different rows"));
    }
    // what is no id at all is no row's
    text.parse().map_err(|_| crate::connect::ConnectError::NotFound.into())
}

fn draft(order: IntegrationOrder) -> Draft {
    Draft {
        messenger_type: order.messenger_type,
        provider: order.provider,
        name: order.name,
        is_primary: order.is_primary,
        is_enabled: order.is_enabled,
        settings: order.settings.unwrap_or_default(),
    }
}
