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
