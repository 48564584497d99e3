//! Rows of other providers, as they may be seen.

use crate::{
    connect::{ConnectError, account_of, ports::Integration, token_of},
    domain::{
        actor::Actor,
        ids::IntegrationId,
        integration::{Provider, WHATSAPP, WPP},
        mask::mask_setting,
    },
    http::App,
    ui::pages::integrations::ProviderRow,
};

/// The organization's rows of WhatsApp that are not WPP's: those are sessions, and on the main page.
pub(super) async fn others(app: &App, actor: &Actor) -> Result<Vec<Integration>, ConnectError> {
    let rows = app.integrations.list(actor, Some(WHATSAPP)).await?;
    Ok(rows.into_iter().filter(|row| row.provider != WPP).collect())
}

/// The one of them that `id` names, if its form is ours. What is foreign, no id, or no row of a form does not exist.
pub(super) async fn one(app: &App, actor: &Actor, id: &str) -> Result<(Integration, &'static Provider), ConnectError> {
    let id: IntegrationId = id.parse().map_err(|_| ConnectError::NotFound)?;
    let row = others(app, actor).await?.into_iter().find(|row| row.id == id).ok_or(ConnectError::NotFound)?;
    let provider = Provider::known(&row.provider).ok_or(ConnectError::NotFound)?;
    Ok((row, provider))
}

/// The row without its secrets.
pub(super) fn shown(row: &Integration) -> ProviderRow {
    let known = Provider::known(&row.provider);
    let token = known.and_then(|provider| token_of(row, provider).1);
    ProviderRow {
        id: row.id,
        name: row.name.clone(),
        provider: row.provider.clone(),
        account: known.and_then(|provider| account_of(row, provider)),
        token: token.map(|token| mask_setting(token.expose())),
    }
}
