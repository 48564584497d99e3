//! The platform's own words: what a log may show of an answer, and the two things that only they tell.

use serde_json::Value;

use crate::domain::secret::Secret;

/// The longest detail of an error, in characters.
const LONGEST: usize = 160;
/// A run of key-like characters from this length on is taken for a key, token or code, whoever's it is.
const KEY_LIKE: usize = 24;
/// Shorter hidden texts are left: replacing them would only garble the words.
const SHORTEST_HIDDEN: usize = 4;

/// The explanation in an answer: `error`, `error.message`, `message`, `detail` or `reason`; empty if there is none.
pub(super) fn explanation(body: &Value) -> &str {
    let error = &body["error"];
    [error, &error["message"], &body["message"], &body["detail"], &body["reason"]]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|words| !words.trim().is_empty())
        .unwrap_or_default()
}

/// Whether the words say that the key is dead. The platform has no code for it.
pub(super) fn deny_key(words: &str) -> bool {
    words.to_ascii_lowercase().contains("invalid api key")
}

/// Whether the words say that the account is not there.
pub(super) fn deny_existence(words: &str) -> bool {
    words.to_ascii_lowercase().contains("not found")
}

/// Words as a log may have them: one line, short, without `hidden` and without anything that looks like a key.
pub(super) fn presentable(words: &str, hidden: &[Secret]) -> String {
    let mut text = words.to_owned();
    for secret in hidden.iter().map(Secret::expose).filter(|secret| secret.len() >= SHORTEST_HIDDEN) {
        text = text.replace(secret, "…");
    }
    let mut shown = String::new();
    let mut run = String::new();
    for sign in text.chars() {
        // no '/': it would tie the parts of a path together
        if sign.is_ascii_alphanumeric() || "-_.+=".contains(sign) {
            run.push(sign);
            continue;
        }
        shown.push_str(if run.len() < KEY_LIKE { &run } else { "…" });
        run.clear();
        shown.push(if sign.is_control() { ' ' } else { sign });
    }
    shown.push_str(if run.len() < KEY_LIKE { &run } else { "…" });
    shown.trim().chars().take(LONGEST).collect()
}
