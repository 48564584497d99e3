//! An event that waits, as every database gives it, and the sealing of its body.

use crate::{
    connect::ports::{Addressee, Cause, EventFate, KeptEvent, OpenEvent, StateChange, StoreError, Told, WaitingEvent},
    domain::{
        account::AccountNumber, ids::IntegrationId, phone::Phone, secret::Secret, state::SessionState, time::Timestamp,
        word::GatewayWord,
    },
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

/// The columns of an [`Addressee`]: session, organization, account number.
pub(super) type AddresseeRow = (String, String, Option<String>);

/// Whose events a key proves.
pub(super) fn addressee((session, organization, account): AddresseeRow) -> Result<Addressee, StoreError> {
    let corrupt = |column: &str| StoreError::Corrupt(format!("{column} of {session}"));
    Ok(Addressee {
        session: session.parse().map_err(|_| corrupt("integration_id"))?,
        organization: organization.parse().map_err(|_| corrupt("organization_id"))?,
        account: account.map(AccountNumber::try_from).transpose().map_err(|_| corrupt("account_number"))?,
    })
}

/// What becomes of a new event, and when it is tried first.
pub(super) fn waits(has_body: bool, received_at: Timestamp) -> (&'static str, Option<i64>) {
    let fate = if has_body { EventFate::Waiting } else { EventFate::Kept };
    (fate.as_str(), has_body.then_some(received_at.0))
}

/// The columns of an [`OpenEvent`]: number, session, word, phone, time by the platform's clock.
pub(super) type OpenRow = (i64, String, String, Option<String>, Option<i64>);

/// An event that is not believed yet. A phone that cannot be read is none: the state counts.
pub(super) fn open_event((number, session, word, phone, happened_at): OpenRow) -> Result<OpenEvent, StoreError> {
    let session = session.parse().map_err(|_| StoreError::Corrupt(format!("integration_id of event {number}")))?;
    let phone = phone.as_deref().and_then(Phone::parse);
    let told = Told { word: GatewayWord::parse(&word), phone, happened_at: happened_at.map(Timestamp) };
    Ok(OpenEvent { number, session, told })
}

/// The columns of a [`KeptEvent`], in the order of its fields.
pub(super) type KeptRow = (i64, Option<String>, String, bool, i64, Option<i64>, String, i64, Option<String>);

/// An event as people may see it.
pub(super) fn kept_event(
    (number, event_id, kind, is_about_state, received_at, happened_at, fate, tries, why): KeptRow,
) -> Result<KeptEvent, StoreError> {
    let corrupt = |column: &str| StoreError::Corrupt(format!("{column} of event {number}"));
    Ok(KeptEvent {
        number,
        event_id,
        kind,
        is_about_state,
        received_at: Timestamp(received_at),
        happened_at: happened_at.map(Timestamp),
        fate: EventFate::from_word(&fate).ok_or_else(|| corrupt("state"))?,
        tries: u32::try_from(tries).map_err(|_| corrupt("tries"))?,
        why,
    })
}

/// A session, and the columns of one of its changes.
pub(super) type OwnChangeRow = (String, i64, Option<String>, String, String, Option<String>);

/// The change and whose it is.
///
/// # Errors
/// As [`state_change`]; [`StoreError::Corrupt`] if the id is none.
pub(super) fn own_state_change(row: OwnChangeRow) -> Result<(IntegrationId, StateChange), StoreError> {
    let (id, at, before, after, cause, word) = row;
    let id = IntegrationId(id.parse().map_err(|_| StoreError::Corrupt("state_changes.integration_id".to_owned()))?);
    Ok((id, state_change((at, before, after, cause, word))?))
}

/// The columns of a [`StateChange`], in the order of its fields.
pub(super) type ChangeRow = (i64, Option<String>, String, String, Option<String>);

/// A line of the history.
pub(super) fn state_change((at, before, after, cause, word): ChangeRow) -> Result<StateChange, StoreError> {
    let state = |word: &str| {
        SessionState::from_word(word).ok_or_else(|| StoreError::Corrupt(format!("a state of the change at {at}")))
    };
    Ok(StateChange {
        at: Timestamp(at),
        before: before.as_deref().map(state).transpose()?,
        after: state(&after)?,
        cause: Cause::from_word(&cause)
            .ok_or_else(|| StoreError::Corrupt(format!("the cause of the change at {at}")))?,
        word,
    })
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
