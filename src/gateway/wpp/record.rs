//! What was asked and answered, for an operator who looks for a fault. Shape and words are kept; secrets, codes and people
//! are not.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;

use crate::domain::secret::Secret;

use super::words;

/// So many entries of a list are shown.
const SHOWN: usize = 3;
/// Parts of the names of fields whose text is nobody's business.
const PRIVATE: [&str; 14] =
    ["key", "token", "secret", "password", "jwt", "auth", "qr", "phone", "me", "from", "to", "text", "media", "url"];

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// `GET api/accounts/org_1234abcd/status`
    pub asked: String,
    /// The status, or why there was no answer.
    pub outcome: Result<u16, String>,
    /// The kind of the answer, as its header says.
    pub kind: String,
    /// Until the answer was read.
    pub elapsed: Duration,
    /// The answer, masked.
    pub body: String,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, outcome, kind, elapsed, body } = self;
        let elapsed = elapsed.as_millis();
        match outcome {
            Ok(status) => write!(f, "{asked}\n  {status} {kind}, {elapsed} ms")?,
            Err(why) => write!(f, "{asked}\n  no answer: {why}, {elapsed} ms")?,
        }
        body.lines().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

/// Keeps what a client asks and is answered.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<Exchange>>>);

impl Recorder {
    /// All so far, the first first.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn keep(&self, exchange: Exchange) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
    }
}

/// An answer as an operator may pass it on.
pub(super) fn masked(body: &[u8], hidden: &[Secret]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => serde_json::to_string_pretty(&mask("", value, hidden)).unwrap_or_default(),
        Err(_) if body.is_empty() => String::new(),
        Err(_) => format!(
            "{} bytes that are no JSON: {}",
            body.len(),
            words::presentable(&String::from_utf8_lossy(body), hidden)
        ),
    }
}

fn mask(name: &str, value: Value, hidden: &[Secret]) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name.clone(), mask(&name, value, hidden))).collect())
        }
        Value::Array(entries) => {
            let more = entries.len().saturating_sub(SHOWN);
            let mut shown: Vec<_> = entries.into_iter().take(SHOWN).map(|entry| mask(name, entry, hidden)).collect();
            if more > 0 {
                shown.push(Value::from(format!("… and {more} more")));
            }
            Value::Array(shown)
        }
        Value::String(text) if is_private(name) => Value::from(format!("•••, {} characters", text.chars().count())),
        Value::Number(_) if is_private(name) && !is_length(name) => Value::from("•••"),
        Value::String(text) => Value::from(words::presentable(&text, hidden)),
        other => other,
    }
}

/// `apiKey`, `qr_code`, `me`; not `name`, `token_expires`.
fn is_private(name: &str) -> bool {
    let mut parts = vec![String::new()];
    for sign in name.chars() {
        if sign.is_uppercase() || !sign.is_alphanumeric() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| sign.is_alphanumeric()) {
            part.extend(sign.to_lowercase());
        }
    }
    let whole = parts.concat();
    // what runs together: `apikey`, `qrcode`, `accesstoken`
    parts.iter().any(|part| PRIVATE.contains(&part.as_str()))
        || PRIVATE.iter().filter(|part| part.len() > 2 || **part == "qr").any(|part| whole.contains(part))
}

/// How long something is good for tells nothing, and is what one looks for.
fn is_length(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("expire") || name.ends_with("in")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shape_and_words_are_kept_and_secrets_are_not() {
        let answer = json!({
            "token": "short", "expiresIn": 900, "apiKey": "wpp_1", "tokenExpiresIn": 60,
            "status": "qr_required", "number": "org_1234abcd", "name": "Приёмная",
            "data": { "qrcode": "2@abc", "me": "79161234567", "phone": 79_161_234_567_u64, "accesstoken": "x" },
            "error": "Invalid API key s3cret-word", "long": "A".repeat(40), "list": [1, 2, 3, 4, 5],
        });
        let shown = masked(answer.to_string().as_bytes(), &[Secret::new("s3cret-word")]);
        for kept in [
            "900",
            "60",
            "qr_required",
            "org_1234abcd",
            "Приёмная",
            "Invalid API key",
            "… and 2 more",
            "•••, 5 characters",
        ] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
        for gone in ["short", "wpp_1", "2@abc", "7916", "s3cret-word", "AAAA", "\"x\""] {
            assert!(!shown.contains(gone), "{gone}: {shown}");
        }
        let page = masked(b"<html>Bad gateway s3cret-word</html>", &[Secret::new("s3cret-word")]);
        assert_eq!(page, "36 bytes that are no JSON: <html>Bad gateway …</html>");
        assert_eq!(masked(b"", &[]), "");
    }
}
