//! A row of `messenger_integrations` with its row of `sessions`, as every database gives it, and the way from there to
//! the domain.

use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type};

use crate::{
    connect::ports::{Attempt, Credentials, Live, Session, StoreError},
    domain::{
        account::AccountNumber,
        evidence::{Evidence, Source, Trouble},
        ids::{IntegrationId, OrganizationId},
        lifecycle::Lifecycle,
        phone::Phone,
        qr::{IssuedQr, QrPayload},
        secret::Secret,
        state::SessionState,
        time::Timestamp,
    },
};

use super::{
    sealer::{Place, Sealer},
    settings::WppSettings,
};

/// The field names that sealed values are bound to.
pub(super) mod field {
    pub const WEBHOOK_KEY: &str = "webhook_key";
    pub const API_KEY: &str = "settings.wppApiKey";
    pub const QR: &str = "qr";
    /// Of events; the row is their session's.
    pub const EVENT: &str = "event";
}

/// What told us a state, as the database has it.
pub(super) fn source_word(source: Source) -> &'static str {
    match source {
        Source::Webhook => "webhook",
        Source::Probe => "probe",
    }
}

/// Text, whole numbers and flags only: a dialect's statement casts everything else to these.
pub(super) struct SessionRecord {
    pub id: String,
    pub organization_id: String,
    pub name: String,
    is_primary: bool,
    is_enabled: bool,
    webhook_key: Option<String>,
    settings: String,
    created_at: i64,
    /// `None` for a row that somebody else made: it has no row in `sessions` yet.
    pub state: Option<String>,
    account_number: Option<String>,
    pub made_by: Option<String>,
    held: Option<(String, i64)>,
    asked_at: Option<i64>,
    checked_at: Option<i64>,
    checked_by: Option<String>,
    checked_word: Option<String>,
    told_at: Option<i64>,
    trouble: Option<(String, i64)>,
    qr: Option<(String, i64, i64)>,
    phone: Option<String>,
    attempt: Option<AttemptRecord>,
    first_connected_at: Option<i64>,
    is_adopted: bool,
    webhook_elsewhere: bool,
    pub removing: bool,
    revision: i64,
}

struct AttemptRecord {
    id: String,
    by: String,
    started_at: i64,
    asked_at: i64,
    before: Option<String>,
}

impl<'r, R> FromRow<'r, R> for SessionRecord
where
    R: Row,
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let text = |column: &'static str| row.try_get::<Option<String>, _>(column);
        let number = |column: &'static str| row.try_get::<Option<i64>, _>(column);
        let attempt = match (text("attempt_id")?, text("attempt_by")?) {
            (Some(id), Some(by)) => Some(AttemptRecord {
                id,
                by,
                started_at: row.try_get("attempt_started_at")?,
                asked_at: row.try_get("attempt_asked_at")?,
                before: text("attempt_before")?,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.try_get("id")?,
            organization_id: row.try_get("organization_id")?,
            name: row.try_get("name")?,
            is_primary: row.try_get("is_primary")?,
            is_enabled: row.try_get("is_enabled")?,
            webhook_key: text("webhook_key")?,
            settings: row.try_get("settings")?,
            created_at: row.try_get("created_at")?,
            state: text("state")?,
            account_number: text("account_number")?,
            made_by: text("made_by")?,
            held: text("held_state")?.zip(number("held_since")?),
            asked_at: number("asked_at")?,
            checked_at: number("checked_at")?,
            checked_by: text("checked_by")?,
            checked_word: text("checked_word")?,
            told_at: number("told_at")?,
            trouble: text("trouble")?.zip(number("trouble_since")?),
            qr: text("qr_sealed")?
                .zip(number("qr_ordinal")?)
                .zip(number("qr_expires_at")?)
                .map(|((sealed, ordinal), expires_at)| (sealed, ordinal, expires_at)),
            phone: text("phone")?,
            attempt,
            first_connected_at: number("first_connected_at")?,
            is_adopted: row.try_get::<Option<bool>, _>("is_adopted")?.unwrap_or(false),
            webhook_elsewhere: row.try_get::<Option<bool>, _>("webhook_elsewhere")?.unwrap_or(false),
            removing: row.try_get::<Option<bool>, _>("removing")?.unwrap_or(false),
            revision: number("revision")?.unwrap_or(0),
        })
    }
}

impl SessionRecord {
    /// Whether the attempt of this id is open on the row.
    pub(super) fn is_open(&self, attempt: &str) -> bool {
        self.attempt.as_ref().is_some_and(|open| open.id == attempt)
    }

    /// The session. A row without one in `sessions`, or whose settings are no JSON object, is one without account that
    /// has failed: it can be seen and removed, and nothing is guessed about it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if a value is there that cannot be understood or unsealed.
    pub(super) fn session(&self, sealer: &Sealer) -> Result<Session, StoreError> {
        let (Some(state), Some(settings)) = (&self.state, WppSettings::read(&self.settings)) else {
            return self.unreadable();
        };
        let webhook_key = match &self.webhook_key {
            Some(sealed) => self.unseal(sealer, field::WEBHOOK_KEY, sealed)?,
            None => String::new(),
        };
        let account = self.account_number.clone().map(AccountNumber::try_from).transpose();
        Ok(Session {
            account: account.map_err(|_| self.corrupt("account_number"))?,
            credentials: self.credentials(sealer, settings)?,
            webhook_key: Secret::new(webhook_key),
            live: self.live(sealer, self.state_word("state", state)?)?,
            ..self.unreadable()?
        })
    }

    /// What is certain of a row that cannot be read: that it is there, whose it is, and what people call it.
    pub(super) fn unreadable(&self) -> Result<Session, StoreError> {
        Ok(Session {
            id: IntegrationId(self.uuid("id", &self.id)?),
            organization: OrganizationId(self.uuid("organization_id", &self.organization_id)?),
            name: self.name.clone(),
            account: None,
            credentials: Credentials::Global,
            webhook_key: Secret::new(String::new()),
            is_primary: self.is_primary,
            is_enabled: self.is_enabled,
            created_at: Timestamp(self.created_at),
            is_adopted: self.is_adopted,
            webhook_elsewhere: self.webhook_elsewhere,
            live: Live {
                lifecycle: Lifecycle::new(SessionState::Failed),
                evidence: Evidence::default(),
                qr: None,
                phone: None,
                // a row that was found counts as once connected: nothing cleans it up by itself
                first_connected_at: match self.state {
                    Some(_) => self.first_connected_at.map(Timestamp),
                    None => Some(Timestamp(self.created_at)),
                },
                attempt: self.attempt()?,
            },
            removing: self.removing,
            revision: self.revision,
        })
    }

    fn credentials(&self, sealer: &Sealer, settings: WppSettings) -> Result<Credentials, StoreError> {
        if settings == (WppSettings { api_key: None, sub_organization: None }) {
            return Ok(Credentials::Global);
        }
        let api_key = settings.api_key.map(|sealed| self.unseal(sealer, field::API_KEY, &sealed).map(Secret::new));
        Ok(Credentials::Client {
            // a key without one was made for the organization itself
            sub_organization: settings.sub_organization.unwrap_or_else(|| self.organization_id.clone()),
            api_key: api_key.transpose()?,
        })
    }

    fn live(&self, sealer: &Sealer, state: SessionState) -> Result<Live, StoreError> {
        let held = self
            .held
            .as_ref()
            .map(|(word, since)| self.state_word("held_state", word).map(|state| (state, Timestamp(*since))));
        let trouble = self.trouble.as_ref().map(|(word, since)| {
            Trouble::from_word(word).map(|trouble| (trouble, Timestamp(*since))).ok_or_else(|| self.corrupt("trouble"))
        });
        let source = self.checked_by.as_deref().map(|word| {
            let known = [Source::Webhook, Source::Probe].into_iter().find(|source| source_word(*source) == word);
            known.ok_or_else(|| self.corrupt("checked_by"))
        });
        Ok(Live {
            lifecycle: Lifecycle { state, held: held.transpose()? },
            evidence: Evidence {
                asked_at: self.asked_at.map(Timestamp),
                checked_at: self.checked_at.map(Timestamp),
                source: source.transpose()?,
                word: self.checked_word.clone(),
                told_at: self.told_at.map(Timestamp),
                trouble: trouble.transpose()?,
            },
            qr: self.qr(sealer)?,
            phone: self
                .phone
                .as_deref()
                .map(|digits| Phone::parse(digits).ok_or_else(|| self.corrupt("phone")))
                .transpose()?,
            first_connected_at: self.first_connected_at.map(Timestamp),
            attempt: self.attempt()?,
        })
    }

    fn qr(&self, sealer: &Sealer) -> Result<Option<IssuedQr>, StoreError> {
        let Some((sealed, ordinal, expires_at)) = &self.qr else { return Ok(None) };
        let value = self.unseal(sealer, field::QR, sealed)?;
        // it was classified before it was stored, and an image's form is its own sign
        let payload = if value.starts_with("data:image/") { QrPayload::Image(value) } else { QrPayload::Text(value) };
        let ordinal = u32::try_from(*ordinal).map_err(|_| self.corrupt("qr_ordinal"))?;
        Ok(Some(IssuedQr { payload, ordinal, expires_at: Timestamp(*expires_at) }))
    }

    fn attempt(&self) -> Result<Option<Attempt>, StoreError> {
        let Some(attempt) = &self.attempt else { return Ok(None) };
        let before = attempt.before.as_ref().map(|word| self.state_word("attempt_before", word));
        Ok(Some(Attempt {
            id: attempt.id.parse().map_err(|_| self.corrupt("attempt_id"))?,
            started_by: attempt.by.parse().map_err(|_| self.corrupt("attempt_by"))?,
            started_at: Timestamp(attempt.started_at),
            asked_at: Timestamp(attempt.asked_at),
            before: before.transpose()?,
        }))
    }

    fn unseal(&self, sealer: &Sealer, field: &'static str, sealed: &str) -> Result<String, StoreError> {
        let place = Place { row: &self.id, field };
        sealer.unseal(place, sealed).map_err(|error| place.failed(error))
    }

    fn state_word(&self, column: &'static str, word: &str) -> Result<SessionState, StoreError> {
        SessionState::from_word(word).ok_or_else(|| self.corrupt(column))
    }

    fn uuid(&self, column: &'static str, text: &str) -> Result<uuid::Uuid, StoreError> {
        text.parse().map_err(|_| self.corrupt(column))
    }

    fn corrupt(&self, column: &'static str) -> StoreError {
        StoreError::Corrupt(format!("{column} of {}", self.id))
    }
}
