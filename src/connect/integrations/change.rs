//! Another name, another choice, other settings.

use crate::{
    connect::{
        ConnectError,
        ports::{Integration, IntegrationChange},
        require_admin,
    },
    domain::{actor::Actor, ids::IntegrationId},
};

use super::{Draft, Integrations};

impl Integrations {
    /// Changes what `draft` names and returns the row. Settings are patched by name; which account a row of wpp is
    /// stays as it is.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's,
    /// [`ConnectError::BadInput`] for a name or setting that is none, or another messenger or provider.
    pub async fn change(&self, actor: &Actor, id: IntegrationId, draft: Draft) -> Result<Integration, ConnectError> {
        require_admin(actor)?;
        let row = self.own(actor, id).await?;
        let same = |wanted: &Option<String>, is: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.trim().eq_ignore_ascii_case(is))
        };
        if !same(&draft.messenger_type, &row.messenger_type) || !same(&draft.provider, &row.provider) {
            return Err(ConnectError::BadInput("messenger_type and provider of a row cannot be changed"));
        }
        self.write(actor, &row, draft).await
    }

    /// Writes what differs.
    pub(super) async fn write(
        &self,
        actor: &Actor,
        row: &Integration,
        draft: Draft,
    ) -> Result<Integration, ConnectError> {
        // a name that was given elsewhere may be longer than ours, and is sent back as it was shown
        let name = draft.name.as_deref().filter(|name| *name != row.name).map(Draft::name).transpose()?;
        let change = IntegrationChange {
            name: name.map(|name| name.as_str().to_owned()),
            is_primary: draft.is_primary.filter(|wanted| *wanted != row.is_primary),
            is_enabled: draft.is_enabled.filter(|wanted| *wanted != row.is_enabled),
            settings: draft.settings_beside(Some(row))?,
        };
        let what = summary(&change);
        if what.is_empty() {
            return Ok(row.clone());
        }
        let audit = self.audit(actor, "change_integration", row.id, &row.name, &what);
        let changed = self.store.change_integration(actor.organization, row.id, &change, &audit).await?;
        let changed = changed.ok_or(ConnectError::NotFound)?;
        self.connect.parts.publisher.changed(changed.organization, changed.id);
        Ok(changed)
    }
}

/// What is changed, for the audit: settings by their names alone.
fn summary(change: &IntegrationChange) -> String {
    let mut parts = Vec::new();
    parts.extend(change.name.as_ref().map(|name| format!("name → {name}")));
    parts.extend(change.is_primary.map(|value| format!("is_primary → {value}")));
    parts.extend(change.is_enabled.map(|value| format!("is_enabled → {value}")));
    parts.extend(change.settings.keys().map(|name| format!("settings.{name}")));
    parts.join(", ")
}
