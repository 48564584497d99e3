//! What is known of messenger integrations and their settings.

/// What the CRM calls WhatsApp in `messenger_type`.
pub const WHATSAPP: &str = "whatsapp";
/// What the CRM calls this platform in `provider`.
pub const WPP: &str = "wpp";

/// A provider whose rows have settings that are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its word in `provider`.
    pub word: &'static str,
    /// What a row is called that nobody has named.
    pub title: &'static str,
    /// The setting that names the account there: rows are told apart by it.
    pub account: &'static str,
    /// Other names under which it may come.
    pub aliases: &'static [&'static str],
}

/// The providers beside wpp that the form offers. Rows of others are kept as they are.
pub const PROVIDERS: [Provider; 2] = [
    Provider {
        word: "green_api",
        title: "Green API",
        account: "idInstance",
        aliases: &["instanceId", "instance_id", "id_instance"],
    },
    Provider { word: "wappi", title: "Wappi", account: "profileId", aliases: &["profile_id"] },
];

impl Provider {
    /// The provider of this word, if it is known here.
    #[must_use]
    pub fn known(word: &str) -> Option<&'static Self> {
        PROVIDERS.iter().find(|provider| provider.word == word)
    }

    /// Every name under which the account's setting may come, its own first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.account).chain(self.aliases.iter().copied())
    }
}

/// Settings of a wpp row that say which account it is and what opens it: they are the panel's alone.
const PROTECTED: [&str; 5] = ["wppAccountNumber", "wppApiKey", "wppSubOrgId", "wppJwtToken", "wppJwtExpiresAt"];

/// Whether a setting of a wpp row may not be changed by a person: it would point the row at another account.
#[must_use]
pub fn is_protected(setting: &str) -> bool {
    PROTECTED.iter().any(|name| name.eq_ignore_ascii_case(setting))
}

/// Whether a setting of this name is a secret: sealed at rest, masked where it is shown.
#[must_use]
pub fn is_secret(setting: &str) -> bool {
    let name = setting.to_lowercase();
    ["token", "key", "secret", "password", "jwt"].iter().any(|word| name.contains(word)) && !name.ends_with("expiresat")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_name() {
        for secret in ["wppApiKey", "wppJwtToken", "apiTokenInstance", "token", "webhook_secret", "PASSWORD"] {
            assert!(is_secret(secret), "{secret}");
        }
        for open in ["wppAccountNumber", "wppSubOrgId", "wppJwtExpiresAt", "idInstance", "profileId"] {
            assert!(!is_secret(open), "{open}");
        }
    }
}
