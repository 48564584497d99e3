//! One connected WhatsApp, as the use cases see it.

use crate::domain::{
    account::AccountNumber,
    evidence::Evidence,
    ids::{AttemptId, IntegrationId, OrganizationId, UserId},
    lifecycle::Lifecycle,
    many::Group,
    phone::Phone,
    qr::IssuedQr,
    secret::Secret,
    state::SessionState,
    time::Timestamp,
};

use super::gateway::{AccountAccess, AccountKey};

/// How this connection's key is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// The installation's one key.
    Global,
    /// A key of its own.
    Client {
        /// Chosen and stored before the platform is asked, since repeating it is the only way to get a lost answer.
        sub_organization: String,
        /// The key, once the platform has answered.
        api_key: Option<Secret>,
    },
}

/// An attempt to connect that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Made in the browser.
    pub id: AttemptId,
    /// Only this person may cancel it.
    pub started_by: UserId,
    /// When it began.
    pub started_at: Timestamp,
    /// When a page last asked for it; 10 minutes later it counts as abandoned.
    pub asked_at: Timestamp,
    /// What the row stood at before the attempt; `None` if the attempt made the row.
    pub before: Option<SessionState>,
}

/// What changes as the gateway talks: saved together, compared by [`Session::revision`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// The state, with its patience.
    pub lifecycle: Lifecycle,
    /// How we know.
    pub evidence: Evidence,
    /// The code that is out.
    pub qr: Option<IssuedQr>,
    /// The linked phone.
    pub phone: Option<Phone>,
    /// When it was connected for the first time. A row with this set is never cleaned up.
    pub first_connected_at: Option<Timestamp>,
    /// The attempt that is under way.
    pub attempt: Option<Attempt>,
}

impl Live {
    /// The attempt that is under way, for the log; empty if there is none.
    #[must_use]
    pub fn attempt_word(&self) -> String {
        self.attempt.as_ref().map(|attempt| attempt.id.to_string()).unwrap_or_default()
    }
}

/// One row of `messenger_integrations` with provider `wpp`, and what we know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The row.
    pub id: IntegrationId,
    /// The tenant.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: String,
    /// The platform's name for it; `None` until the platform has made one.
    pub account: Option<AccountNumber>,
    /// Its key.
    pub credentials: Credentials,
    /// Proves that an event is the platform's.
    pub webhook_key: Secret,
    /// Whether it is the organization's first choice for WhatsApp.
    pub is_primary: bool,
    /// Whether the CRM may use it.
    pub is_enabled: bool,
    /// When the row was made.
    pub created_at: Timestamp,
    /// Somebody else made the row, who knows its webhook key.
    pub is_adopted: bool,
    /// Somebody else made the row, and its webhook goes to them still: it must not be taken away in passing.
    pub webhook_elsewhere: bool,
    /// What changes as the gateway talks.
    pub live: Live,
    /// Set when somebody disconnected it and the gateway has not confirmed yet; such a row is in no list.
    pub removing: bool,
    /// Grows with every saved change of `live`.
    pub revision: i64,
}

impl Session {
    /// What gateway calls need; `None` while number or key are missing.
    #[must_use]
    pub fn access(&self) -> Option<AccountAccess> {
        let number = self.account.clone()?;
        let key = match &self.credentials {
            Credentials::Global => AccountKey::Global,
            Credentials::Client { api_key, .. } => AccountKey::Client(api_key.clone()?),
        };
        Some(AccountAccess { number, key })
    }

    /// Whether the attempt that is open made this row and it was never connected: only such a row may be cleaned up.
    #[must_use]
    pub fn is_disposable(&self) -> bool {
        let made_by_attempt = self.live.attempt.as_ref().is_some_and(|attempt| attempt.before.is_none());
        made_by_attempt && self.live.first_connected_at.is_none()
    }

    /// What is to be done about it at `now`.
    #[must_use]
    pub fn group(&self, now: Timestamp) -> Group {
        Group::of(self.live.lifecycle.shown(now), self.live.evidence.trouble.is_none())
    }

    /// The row that is meant where none is named: the primary one, else a connected one, else the oldest.
    #[must_use]
    pub fn chosen(sessions: &[Session], now: Timestamp) -> Option<&Session> {
        let oldest_first = |session: &&Session| (session.created_at, session.id);
        sessions
            .iter()
            .find(|session| session.is_primary)
            .or_else(|| {
                sessions
                    .iter()
                    .filter(|session| session.live.lifecycle.shown(now) == SessionState::Connected)
                    .min_by_key(oldest_first)
            })
            .or_else(|| sessions.iter().min_by_key(oldest_first))
    }
}
