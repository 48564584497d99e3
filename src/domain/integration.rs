//! What is known of the settings of a messenger integration.

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
