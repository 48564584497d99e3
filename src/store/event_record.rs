//! An event that waits, as every database gives it, and the sealing of its body.

use crate::{
    connect::ports::{StoreError, WaitingEvent},
    domain::{account::AccountNumber, ids::IntegrationId, secret::Secret},
};

use super::{
    record::field,
    sealer::{Place, Sealer},
};

/// The columns of a statement, in the order of [`EventRecord`]'s fields.
pub(super) type EventRow = (i64, String, Option<String>, String, i64, Option<String>);

pub(super) struct EventRecord {
    pub number: i64,
    integration_id: String,
    account_number: Option<String>,
    raw_sealed: String,
    tries: i64,
    /// Sealed, or plain where the CRM's own rows are left so.
    webhook_key: Option<String>,
}

/// A body as it is kept, bound to its session.
pub(super) fn sealed_body(sealer: &Sealer, session: IntegrationId, raw: &[u8]) -> Result<String, StoreError> {
    let row = session.to_string();
    let place = Place { row: &row, field: field::EVENT };
    sealer.seal_bytes(place, raw).map_err(|error| place.failed(error))
}

impl From<EventRow> for EventRecord {
    fn from((number, integration_id, account_number, raw_sealed, tries, webhook_key): EventRow) -> Self {
        Self { number, integration_id, account_number, raw_sealed, tries, webhook_key }
    }
}

impl EventRecord {
    /// # Errors
    /// [`StoreError::Corrupt`] if a value cannot be understood or unsealed.
    pub(super) fn event(&self, sealer: &Sealer) -> Result<WaitingEvent, StoreError> {
        let corrupt = |column: &str| StoreError::Corrupt(format!("{column} of event {}", self.number));
        let body = Place { row: &self.integration_id, field: field::EVENT };
        let key = Place { row: &self.integration_id, field: field::WEBHOOK_KEY };
        let webhook_key = match &self.webhook_key {
            Some(sealed) if Sealer::is_sealed(sealed) => {
                Some(sealer.unseal(key, sealed).map_err(|error| key.failed(error))?)
            }
            plain => plain.clone(),
        };
        let account = self.account_number.clone().map(AccountNumber::try_from).transpose();
        Ok(WaitingEvent {
            number: self.number,
            session: self.integration_id.parse().map_err(|_| corrupt("integration_id"))?,
            account: account.map_err(|_| corrupt("account_number"))?,
            webhook_key: webhook_key.map(Secret::new),
            raw: sealer.unseal_bytes(body, &self.raw_sealed).map_err(|error| body.failed(error))?,
            tries: u32::try_from(self.tries).map_err(|_| corrupt("tries"))?,
        })
    }
}
