//! Accounts as the control side shows them.

use std::fmt;

use serde::Serialize;

use super::super::{
    account::{Account, Phase},
    clock::Ms,
};

/// What an account is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Started, no code yet.
    Starting,
    /// A code is out.
    Qr,
    /// Scanned, not yet connected.
    Linking,
    /// Connected.
    Connected,
    /// The phone was lost and is being looked for.
    Reconnecting,
    /// All codes ran out unscanned.
    Spent,
    /// Dropped.
    Offline,
    /// Unlinked from the phone.
    Logout,
}

impl fmt::Display for State {
    /// The word that JSON has too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Starting => "starting",
            Self::Qr => "qr",
            Self::Linking => "linking",
            Self::Connected => "connected",
            Self::Reconnecting => "reconnecting",
            Self::Spent => "spent",
            Self::Offline => "offline",
            Self::Logout => "logout",
        })
    }
}

/// An account as the control side shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccountView {
    /// The account number.
    pub number: String,
    /// What it is in.
    pub state: State,
    /// The text of the code that is out; what a phone would read.
    pub code: Option<String>,
    /// Which code it is, from 1.
    pub code_ordinal: Option<u32>,
    /// How long that code still works, in milliseconds.
    pub code_left_ms: Option<u64>,
    /// The name of the key that opens the account: `global` or `client-…`.
    pub key: String,
    /// Whether a phone is linked.
    pub linked: bool,
    /// The digits of that phone.
    pub phone: Option<String>,
    /// The address that events go to.
    pub webhook: Option<String>,
}

impl State {
    pub(super) fn of(account: &Account) -> Self {
        match account.phase {
            Phase::Starting(_) => Self::Starting,
            Phase::Code(_) => Self::Qr,
            Phase::Linking(_) => Self::Linking,
            Phase::Connected => Self::Connected,
            Phase::Reconnecting => Self::Reconnecting,
            Phase::Spent => Self::Spent,
            Phase::Offline => Self::Offline,
            Phase::LoggedOut => Self::Logout,
        }
    }
}

impl AccountView {
    pub(super) fn of(account: &Account, now: Ms) -> Self {
        let code = account.code();
        Self {
            number: account.number.clone(),
            state: State::of(account),
            code: code.map(|code| code.text.clone()),
            code_ordinal: code.map(|code| code.ordinal),
            code_left_ms: code.map(|code| code.until.saturating_sub(now)),
            key: account.key.clone(),
            linked: account.phone.is_some() && !matches!(account.phase, Phase::Linking(_)),
            phone: account.phone.clone(),
            webhook: account.webhook.clone(),
        }
    }
}
