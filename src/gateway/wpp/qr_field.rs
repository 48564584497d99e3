//! Finding the QR code in an answer. The field has many names; what the value is, its content decides.

use serde_json::{Map, Value};

use crate::domain::qr::{GivenQr, QrPayload};

use super::code_life;

const NAMES: [&str; 3] = ["qr", "qrCode", "qrcode"];
/// How many field names of an answer without a code are logged, and how much of each.
const LOGGED: usize = 8;
const LOGGED_LENGTH: usize = 24;

/// The code in `qr`, `qrCode` or `qrcode`, of the answer or of its `data`, with its life if that is said; `None` if there is none yet.
///
/// # Errors
/// Why the value is no code, in words for the log.
pub(super) fn find(answer: &Map<String, Value>) -> Result<Option<GivenQr>, String> {
    let mut wrong_kind = false;
    for value in fields(answer) {
        match value {
            Value::String(text) => match QrPayload::classify(text) {
                Ok(None) => {}
                Ok(Some(payload)) => return Ok(Some(GivenQr { payload, life: code_life::find(answer) })),
                Err(error) => return Err(error.to_string()),
            },
            // `true` and `false` say whether there is one, and not what it is
            Value::Null | Value::Bool(_) => {}
            _ => wrong_kind = true,
        }
    }
    if wrong_kind { Err("a QR field that is no text".to_owned()) } else { Ok(None) }
}

/// Logs the names of the fields of an answer that had no code in it, so that a field of another name can be found out.
pub(super) fn log_names(answer: &Map<String, Value>) {
    let names: Vec<String> =
        answer.keys().take(LOGGED).map(|name| name.chars().take(LOGGED_LENGTH).collect()).collect();
    tracing::debug!(fields = ?names, "an answer without a QR code");
}

fn fields(answer: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let data = answer.get("data").and_then(Value::as_object);
    [Some(answer), data].into_iter().flatten().flat_map(|object| NAMES.iter().filter_map(|name| object.get(*name)))
}
