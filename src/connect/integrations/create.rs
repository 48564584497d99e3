//! A new row. One of wpp is made by connecting; of the others that name an account, the same twice is one row.

use serde_json::Value;

use crate::{
    connect::{
        ConnectError,
        ports::{Integration, NewIntegration},
        require_admin,
    },
    domain::{
        actor::Actor,
        ids::{AttemptId, IntegrationId},
        integration::{Provider, WHATSAPP, WPP},
        secret::Secret,
    },
};

use super::{Draft, Integrations, read::text};

impl Integrations {
    /// Makes a row and returns it; the flag says whether it was made or there already.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::BadInput`] for what makes no row; of wpp also as
    /// [`Connect::provision`](crate::connect::Connect::provision).
    pub async fn create(&self, actor: &Actor, draft: Draft) -> Result<(Integration, bool), ConnectError> {
        require_admin(actor)?;
        let provider = draft.provider.as_deref().ok_or(ConnectError::BadInput("provider is missing"))?;
        let provider = Draft::word(provider)?;
        let messenger_type = Draft::word(draft.messenger_type.as_deref().unwrap_or(WHATSAPP))?;
        if provider != WPP {
            return self.create_row(actor, messenger_type, provider, draft).await;
        }
        if messenger_type != WHATSAPP {
            return Err(ConnectError::BadInput("wpp connects WhatsApp alone"));
        }
        self.connect_wpp(actor, draft).await
    }

    /// Provisioning: what the draft says counts only for a row that this attempt has made.
    async fn connect_wpp(&self, actor: &Actor, mut draft: Draft) -> Result<(Integration, bool), ConnectError> {
        draft.settings.retain(|name, _| !name.to_lowercase().starts_with("wpp"));
        // whatever is wrong with it is told before anything is made
        draft.name.as_deref().map(Draft::name).transpose()?;
        draft.clone().settings_beside(None)?;
        let attempt = AttemptId(self.connect.parts.random.uuid());
        let done = self.connect.provision(actor, attempt).await?;
        let row = self.own(actor, done.integration_id).await?;
        // a repeat finds the row there; until it is connected it is the same wish still
        if !done.made && !done.session.is_disposable() {
            return Ok((row, false));
        }
        Ok((self.write(actor, &row, draft).await?, done.made))
    }

    async fn create_row(
        &self,
        actor: &Actor,
        messenger_type: String,
        provider: String,
        draft: Draft,
    ) -> Result<(Integration, bool), ConnectError> {
        let known = Provider::known(&provider);
        let name = match (&draft.name, known) {
            (Some(name), _) => Draft::name(name)?.as_str().to_owned(),
            (None, Some(known)) => known.title.to_owned(),
            (None, None) => return Err(ConnectError::BadInput("name is missing")),
        };
        let (is_primary, is_enabled) = (draft.is_primary.unwrap_or(false), draft.is_enabled.unwrap_or(true));
        let mut settings = draft.settings_beside(None)?;
        if let Some(known) = known {
            let given = known.names().find_map(|name| settings.get(name).and_then(text));
            let account = given.ok_or(ConnectError::BadInput("settings name no account: idInstance or profileId"))?;
            let rows = self.store.integrations(actor.organization, None).await?;
            if let Some(there) = rows.into_iter().find(|row| is_account(row, known, &account)) {
                return Ok((there, false));
            }
            // under its own name as well, so that the database can tell two rows apart
            settings.insert(known.account.to_owned(), Value::String(account));
        }
        let random = &self.connect.parts.random;
        let new = NewIntegration {
            id: IntegrationId(random.uuid()),
            organization: actor.organization,
            messenger_type,
            provider,
            name,
            is_primary,
            is_enabled,
            webhook_key: Secret::new(random.hex(24)),
            settings,
            unique_setting: known.map(|known| known.account),
            now: self.connect.now(),
        };
        let audit = self.audit(actor, "create_integration", new.id, &new.name, &new.provider);
        Ok(self.store.create_integration(&new, &audit).await?)
    }
}

/// Whether a row is of this account, under whichever name it has it.
fn is_account(row: &Integration, provider: &Provider, account: &str) -> bool {
    row.provider == provider.word
        && provider.names().any(|name| row.settings.get(name).and_then(text).as_deref() == Some(account))
}
