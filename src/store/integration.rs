//! A row of `messenger_integrations` of any provider, as every database gives it, and the settings of one.

use serde_json::{Map, Value};
use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type};

use crate::{
    connect::ports::{Integration, StoreError},
    domain::{
        ids::{IntegrationId, OrganizationId},
        integration::is_secret,
        secret::Secret,
        time::Timestamp,
    },
};

use super::{
    record::field,
    sealer::{Place, Sealer},
};

/// Text, whole numbers and flags only: a dialect's statement casts everything else to these.
pub(super) struct IntegrationRecord {
    id: String,
    organization_id: String,
    messenger_type: String,
    provider: String,
    name: String,
    is_primary: bool,
    is_enabled: bool,
    webhook_key: Option<String>,
    settings: String,
    created_at: i64,
    updated_at: i64,
}

impl<'r, R> FromRow<'r, R> for IntegrationRecord
where
    R: Row,
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            organization_id: row.try_get("organization_id")?,
            messenger_type: row.try_get("messenger_type")?,
            provider: row.try_get("provider")?,
            name: row.try_get("name")?,
            is_primary: row.try_get("is_primary")?,
            is_enabled: row.try_get("is_enabled")?,
            webhook_key: row.try_get("webhook_key")?,
            settings: row.try_get("settings")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
        })
    }
}

impl IntegrationRecord {
    pub(super) fn messenger_type(&self) -> &str {
        &self.messenger_type
    }

    /// The row. A secret that cannot be unsealed comes as `null` and is logged: the rest of its row is of use, and so
    /// are the other rows.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if an id is none.
    pub(super) fn integration(self, sealer: &Sealer) -> Result<Integration, StoreError> {
        let corrupt = |column: &str| StoreError::Corrupt(format!("{column} of {}", self.id));
        let unseal = |field: &str, text: String| {
            if !Sealer::is_sealed(&text) {
                return Some(text);
            }
            let place = Place { row: &self.id, field };
            let plain = sealer.unseal(place, &text);
            plain.inspect_err(|error| tracing::error!(row = self.id, field, %error, "a secret cannot be read")).ok()
        };
        let mut settings: Map<String, Value> = serde_json::from_str(&self.settings).unwrap_or_default();
        for (name, value) in &mut settings {
            if let Value::String(text) = value
                && is_secret(name)
            {
                let plain = unseal(&setting_field(name), std::mem::take(text));
                *value = plain.map_or(Value::Null, Value::String);
            }
        }
        Ok(Integration {
            id: IntegrationId(self.id.parse().map_err(|_| corrupt("id"))?),
            organization: OrganizationId(self.organization_id.parse().map_err(|_| corrupt("organization_id"))?),
            webhook_key: self.webhook_key.and_then(|key| unseal(field::WEBHOOK_KEY, key)).map(Secret::new),
            messenger_type: self.messenger_type,
            provider: self.provider,
            name: self.name,
            is_primary: self.is_primary,
            is_enabled: self.is_enabled,
            settings,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
        })
    }
}

/// A setting as it is stored: a secret text sealed in its place.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be sealed.
pub(super) fn stored(sealer: &Sealer, row: &str, name: &str, value: &Value) -> Result<Value, StoreError> {
    match value {
        Value::String(text) if is_secret(name) && !text.is_empty() => {
            let field = setting_field(name);
            let place = Place { row, field: &field };
            sealer.seal(place, text).map(Value::String).map_err(|error| place.failed(error))
        }
        plain => Ok(plain.clone()),
    }
}

/// What a sealed setting is bound to.
pub(super) fn setting_field(name: &str) -> String {
    format!("settings.{name}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A key that one part of the store sealed is read by the other.
    #[test]
    fn a_setting_is_sealed_in_the_place_that_sessions_know() {
        assert_eq!(setting_field("wppApiKey"), field::API_KEY);
    }

    #[test]
    fn only_secret_texts_are_sealed() {
        let sealer = Sealer::new([7; 32]);
        for (name, value) in [("idInstance", json!("1101")), ("token", json!(7)), ("token", json!(""))] {
            assert_eq!(stored(&sealer, "row", name, &value).unwrap(), value);
        }
        let sealed = stored(&sealer, "row", "token", &json!("hunter2")).unwrap();
        assert!(Sealer::is_sealed(sealed.as_str().unwrap()));
    }
}
