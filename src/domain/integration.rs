//! What is known of messenger integrations and their settings.

/// What the CRM calls WhatsApp in `messenger_type`.
pub const WHATSAPP: &str = "whatsapp";
/// What the CRM calls this platform in `provider`.
pub const WPP: &str = "wpp";

/// The longest text that a provider calls an account, in characters.
pub const MAX_ACCOUNT: usize = 64;

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
    /// Whether what names the account is a number.
    pub is_number: bool,
    /// The setting that holds the account's token.
    pub token: &'static str,
    /// Other names under which that may come.
    pub token_aliases: &'static [&'static str],
}

/// The providers beside wpp that the form offers. Rows of others are kept as they are.
pub const PROVIDERS: [Provider; 2] = [
    Provider {
        word: "green_api",
        title: "Green API",
        account: "idInstance",
        aliases: &["instanceId", "instance_id", "id_instance"],
        is_number: true,
        token: "apiTokenInstance",
        token_aliases: &["apiToken", "api_token", "token"],
    },
    Provider {
        word: "wappi",
        title: "Wappi",
        account: "profileId",
        aliases: &["profile_id"],
        is_number: false,
        token: "token",
        token_aliases: &["apiToken", "api_token"],
    },
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

    /// Whether a text can be what this provider calls an account: up to 20 digits where it is a number, else up to
    /// [`MAX_ACCOUNT`] Latin letters, digits, `-` and `_`.
    #[must_use]
    pub fn takes_account(&self, text: &str) -> bool {
        let most = if self.is_number { 20 } else { MAX_ACCOUNT };
        let fits = |sign: u8| match self.is_number {
            true => sign.is_ascii_digit(),
            false => sign.is_ascii_alphanumeric() || b"-_".contains(&sign),
        };
        (1..=most).contains(&text.len()) && text.bytes().all(fits)
    }

    /// Every name under which the token's setting may come, its own first.
    pub fn token_names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.token).chain(self.token_aliases.iter().copied())
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

    #[test]
    fn an_account_is_named_as_its_provider_names_it() {
        let [green, wappi] = &PROVIDERS;
        for (text, is_green, is_wappi) in [
            ("1101000001", true, true),
            ("b6f5b8c1-0f6a_x", false, true),
            ("1101 000001", false, false),
            ("••••••••0001", false, false),
            ("", false, false),
            (&"1".repeat(20), true, true),
            (&"1".repeat(21), false, true),
            (&"1".repeat(65), false, false),
        ] {
            assert_eq!((green.takes_account(text), wappi.takes_account(text)), (is_green, is_wappi), "{text}");
        }
    }

    #[test]
    fn what_holds_a_token_is_a_secret_and_what_names_an_account_is_none() {
        for provider in &PROVIDERS {
            assert!(provider.token_names().all(is_secret), "{}", provider.word);
            assert!(!provider.names().any(is_secret), "{}", provider.word);
        }
    }
}
