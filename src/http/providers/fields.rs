//! What somebody typed, and what of it can be taken.

use serde::Deserialize;

use crate::{
    domain::{
        integration::{MAX_ACCOUNT, Provider},
        mask::is_masked,
        name::{MAX_NAME, SessionName},
        secret::Secret,
    },
    ui::pages::integrations::{Bad, Limits},
};

/// The longest token, in characters; those of the providers have 40 to 50.
const MAX_TOKEN: usize = 512;

/// What the fields take.
pub(super) const LIMITS: Limits = Limits { name: MAX_NAME, account: MAX_ACCOUNT, token: MAX_TOKEN };

/// A form as it came. A field that is missing is empty.
#[derive(Deserialize)]
pub(in crate::http) struct Typed {
    #[serde(default)]
    pub(super) provider: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    token: String,
}

impl Typed {
    pub(super) fn name(&self) -> &str {
        self.name.trim()
    }

    pub(super) fn account(&self) -> &str {
        self.account.trim()
    }

    /// The name, as the list may show it.
    pub(super) fn bad_name(&self) -> Option<Bad> {
        SessionName::parse(&self.name).err().map(|_| Bad::Name)
    }

    pub(super) fn bad_account(&self, provider: &Provider) -> Option<Bad> {
        (!provider.takes_account(self.account())).then_some(Bad::Account)
    }

    /// The token of a new row.
    pub(super) fn token(&self) -> Result<Secret, Bad> {
        let text = self.token.trim();
        let fits = (1..=MAX_TOKEN).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_graphic());
        match fits {
            true => Ok(Secret::new(text)),
            false if is_masked(text) => Err(Bad::MaskedToken),
            false => Err(Bad::Token),
        }
    }

    /// The new token of a row that has one; `None` leaves it as it is: nothing, or the dots that stood there.
    pub(super) fn new_token(&self) -> Result<Option<Secret>, Bad> {
        let text = self.token.trim();
        if text.is_empty() || is_masked(text) { Ok(None) } else { self.token().map(Some) }
    }
}
