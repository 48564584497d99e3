//! What may be shown of a key.

/// Shown in the global-key mode, where the key is everybody's.
pub const SHARED_KEY: &str = "••••••••";

/// The first 6 and the last 4 characters of a key with `••••••` between; `***` if it is shorter than 12.
#[must_use]
pub fn mask_key(key: &str) -> String {
    let count = key.chars().count();
    if count < 12 {
        return "***".to_owned();
    }
    let head: String = key.chars().take(6).collect();
    let tail: String = key.chars().skip(count - 4).collect();
    format!("{head}••••••{tail}")
}

/// Shown before the last characters of a secret setting.
const DOTS: &str = "••••••••";

/// A secret among the settings of an integration: dots and its last 4 characters, dots alone if it is shorter than 8.
#[must_use]
pub fn mask_setting(secret: &str) -> String {
    let count = secret.chars().count();
    let tail: String = if count < 8 { String::new() } else { secret.chars().skip(count - 4).collect() };
    format!("{DOTS}{tail}")
}

/// Whether a text is what a mask has left: whoever sends it back does not mean to change the secret.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    text.contains("••")
}
