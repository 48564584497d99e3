//! A new row. One of wpp is made by connecting; of the others that name an account, the same twice is one row.

use serde_json::Value;

use crate::{
    connect::{
        ConnectError, Wish,
        ports::{Integration, NewIntegration},
        require_admin,
        wish::WHILE,
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
    /// Makes a row and returns it; the flag says whether it was made or there already. The same `wish` with its key is
    /// one row; without a key a row that was just made is there already if nothing of it would be different.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::BadInput`] for what makes no row; of wpp also as
    /// [`Connect::provision`](crate::connect::Connect::provision).
    pub async fn create(&self, actor: &Actor, draft: Draft, wish: &Wish) -> Result<(Integration, bool), ConnectError> {
        require_admin(actor)?;
        let provider = draft.provider.as_deref().ok_or(ConnectError::BadInput("provider is missing"))?;
        let provider = Draft::word(provider)?;
        let messenger_type = Draft::word(draft.messenger_type.as_deref().unwrap_or(WHATSAPP))?;
        if provider != WPP {
            return self.create_row(actor, messenger_type, provider, draft, wish).await;
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
        wish: &Wish,
    ) -> Result<(Integration, bool), ConnectError> {
        if let Some(there) = self.granted(actor, wish).await? {
            return Ok((there, false));
        }
        let known = Provider::known(&provider);
        let name = match (&draft.name, known) {
            (Some(name), _) => Draft::name(name)?.as_str().to_owned(),
            (None, Some(known)) => known.title.to_owned(),
            (None, None) => return Err(ConnectError::BadInput("name is missing")),
        };
        let (is_primary, is_enabled) = (draft.is_primary.unwrap_or(false), draft.is_enabled.unwrap_or(true));
        let mut settings = draft.settings_beside(None)?;
        let mut account = None;
        if let Some(known) = known {
            let given = known.names().find_map(|name| settings.get(name).and_then(text));
            let given = given.ok_or(ConnectError::BadInput("settings name no account: idInstance or profileId"))?;
            // under its own name as well, so that the database can tell two rows apart
            settings.insert(known.account.to_owned(), Value::String(given.clone()));
            account = Some((known, given));
        }
        let random = &self.connect.parts.random;
        let new = NewIntegration {
            id: wish.row(actor).unwrap_or_else(|| IntegrationId(random.uuid())),
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
        let rows = self.store.integrations(actor.organization, None).await?;
        let is_it = |row: &Integration| match &account {
            Some((known, account)) => is_account(row, known, account),
            None => !wish.has_key() && is_repeat(row, &new),
        };
        if let Some(there) = rows.into_iter().find(is_it) {
            return Ok((there, false));
        }
        let audit = self.audit(actor, "create_integration", new.id, &new.name, &new.provider);
        match self.store.create_integration(&new, &audit).await {
            Ok(made) => Ok(made),
            // the same request at the same time may have been faster
            Err(error) => match self.granted(actor, wish).await? {
                Some(there) => Ok((there, false)),
                None => Err(error.into()),
            },
        }
    }

    /// The row that an earlier request with the same key has made.
    async fn granted(&self, actor: &Actor, wish: &Wish) -> Result<Option<Integration>, ConnectError> {
        match wish.row(actor) {
            Some(id) => Ok(self.store.integration(actor.organization, id).await?),
            None => Ok(None),
        }
    }
}

/// Whether a row is what a client gets that repeats its request at once.
fn is_repeat(row: &Integration, new: &NewIntegration) -> bool {
    let same = (&row.messenger_type, &row.provider, &row.name, row.is_enabled, &row.settings)
        == (&new.messenger_type, &new.provider, &new.name, new.is_enabled, &new.settings);
    same && new.now.since(row.created_at) < WHILE
}

/// Whether a row is of this account, under whichever name it has it.
fn is_account(row: &Integration, provider: &Provider, account: &str) -> bool {
    row.provider == provider.word
        && provider.names().any(|name| row.settings.get(name).and_then(text).as_deref() == Some(account))
}
