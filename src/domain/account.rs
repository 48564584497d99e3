//! Account numbers: the platform's name for one WhatsApp account.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use super::ids::OrganizationId;

/// 1 to 64 characters of `[A-Za-z0-9_-]`: `org_3f2a91c7_2`, or a 13-digit counter of the platform's own.
///
/// It goes into paths of the platform's API, so nothing else may be in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountNumber(String);

/// The text is empty, too long, or has a character that may not be in an account number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadAccountNumber;

impl fmt::Display for BadAccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account number is 1 to 64 letters, digits, '_' or '-'")
    }
}

impl std::error::Error for BadAccountNumber {}

impl AccountNumber {
    /// The text of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What every number of this organization begins with, `digits` characters of its id long (8 to 32).
    #[must_use]
    pub fn prefix(organization: OrganizationId, digits: usize) -> String {
        let id = organization.0.simple().to_string();
        format!("org_{}", &id[..digits.clamp(8, 32)])
    }

    /// The lowest free number of an organization, in the global-key mode.
    ///
    /// `taken` are all numbers in use that begin with the 8-character prefix, with their owners. If another
    /// organization has the prefix, more characters of the id are taken, never that organization's next suffix.
    #[must_use]
    pub fn allocate(organization: OrganizationId, taken: &[(AccountNumber, OrganizationId)]) -> AccountNumber {
        let prefix = (8..=32)
            .step_by(4)
            .map(|digits| Self::prefix(organization, digits))
            .find(|prefix| !taken.iter().any(|(number, owner)| *owner != organization && number.has_prefix(prefix)))
            .unwrap_or_else(|| Self::prefix(organization, 32));
        let used: BTreeSet<&str> = taken.iter().map(|(number, _)| number.as_str()).collect();
        let number = if used.contains(prefix.as_str()) {
            let mut ordinal = 2_usize;
            while used.contains(format!("{prefix}_{ordinal}").as_str()) {
                ordinal += 1;
            }
            format!("{prefix}_{ordinal}")
        } else {
            prefix
        };
        AccountNumber(number)
    }

    fn has_prefix(&self, prefix: &str) -> bool {
        self.0.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    }
}

impl TryFrom<String> for AccountNumber {
    type Error = BadAccountNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if fits { Ok(Self(text)) } else { Err(BadAccountNumber) }
    }
}

impl From<AccountNumber> for String {
    fn from(number: AccountNumber) -> Self {
        number.0
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
