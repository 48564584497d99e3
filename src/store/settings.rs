//! The shape of `settings` in a wpp row. The names are the CRM's.

use serde_json::{Map, Value, json};

use crate::{connect::ports::CredentialMode, domain::account::AccountNumber};

/// The account number, for the CRM to read.
pub(super) const ACCOUNT: &str = "wppAccountNumber";
/// The connection's own key, sealed.
pub(super) const API_KEY: &str = "wppApiKey";
/// What the platform knows the connection by.
pub(super) const SUB_ORGANIZATION: &str = "wppSubOrgId";

/// The platform's token, where the CRM keeps one; ours are elsewhere.
pub(super) const TOKEN: &str = "wppJwtToken";
/// When that ends, in milliseconds.
pub(super) const EXPIRES_AT: &str = "wppJwtExpiresAt";

/// What goes with an account that is replaced.
pub(super) const OF_ACCOUNT: [&str; 5] = [ACCOUNT, API_KEY, SUB_ORGANIZATION, TOKEN, EXPIRES_AT];

/// What a row that somebody else made says of its account.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub number: Option<AccountNumber>,
    /// As it stands there: plain, or sealed by an earlier panel.
    pub api_key: Option<String>,
}

impl Claim {
    /// `None` if the text is not a JSON object.
    pub(super) fn read(text: &str) -> Option<Self> {
        let object: Map<String, Value> = serde_json::from_str(text).ok()?;
        let number = match object.get(ACCOUNT) {
            Some(Value::String(text)) => Some(text.trim().to_owned()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let api_key = object.get(API_KEY).and_then(Value::as_str).filter(|key| !key.is_empty());
        Some(Self {
            number: number.and_then(|number| AccountNumber::try_from(number).ok()),
            api_key: api_key.map(str::to_owned),
        })
    }
}

/// What is read back of `settings`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WppSettings {
    /// Sealed.
    pub api_key: Option<String>,
    pub sub_organization: Option<String>,
}

impl WppSettings {
    /// `None` if the text is not a JSON object.
    pub(super) fn read(text: &str) -> Option<Self> {
        let object: Map<String, Value> = serde_json::from_str(text).ok()?;
        let text = |name: &str| object.get(name)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self { api_key: text(API_KEY), sub_organization: text(SUB_ORGANIZATION) })
    }

    /// The settings of a new row.
    pub(super) fn fresh(mode: CredentialMode, number: Option<&AccountNumber>, sub_organization: &str) -> String {
        let value = match mode {
            CredentialMode::GlobalKey => json!({ ACCOUNT: number.map(AccountNumber::as_str) }),
            CredentialMode::KeyPerClient => json!({ SUB_ORGANIZATION: sub_organization }),
        };
        value.to_string()
    }
}
