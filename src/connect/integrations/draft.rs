//! What somebody wants a row to be, and what of it can be taken over.

use serde_json::{Map, Value};

use crate::{
    connect::{ConnectError, ports::Integration},
    domain::{integration::is_protected, mask::is_masked, name::SessionName},
};

use super::is_session;

/// The longest text of all settings of a row as JSON, in bytes.
const MAX_SETTINGS: usize = 64 * 1024;
/// So many settings may come at once.
const MAX_AT_ONCE: usize = 100;
/// The longest name of a setting, in bytes.
const MAX_SETTING_NAME: usize = 100;

/// What somebody wants a row to be. What is `None` is left open.
#[derive(Clone, Default)]
pub struct Draft {
    /// `whatsapp`, …
    pub messenger_type: Option<String>,
    /// `wpp`, `green_api`, …
    pub provider: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Whether it is the first choice for its messenger.
    pub is_primary: Option<bool>,
    /// Whether the CRM may use it.
    pub is_enabled: Option<bool>,
    /// Its settings. Those that are masked are not meant to be changed.
    pub settings: Map<String, Value>,
}

impl Draft {
    /// `messenger_type` and `provider` are words, in any letter case.
    pub(super) fn word(text: &str) -> Result<String, ConnectError> {
        let word = text.trim().to_lowercase();
        let fits = (1..=64).contains(&word.len())
            && word.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b"_-".contains(&sign));
        if fits {
            Ok(word)
        } else {
            Err(ConnectError::BadInput("messenger_type and provider are 1 to 64 letters, digits, '_' or '-'"))
        }
    }

    pub(super) fn name(text: &str) -> Result<SessionName, ConnectError> {
        SessionName::parse(text).map_err(|_| ConnectError::BadInput("name is 1 to 60 characters on one line"))
    }

    /// The settings to write, beside those of the `row` there is: without what is masked, and on a row of wpp without
    /// what says which account it is.
    pub(super) fn settings_beside(self, row: Option<&Integration>) -> Result<Map<String, Value>, ConnectError> {
        let before = |name: &str| row.and_then(|row| row.settings.get(name));
        let ours = row.is_some_and(is_session);
        let mut patch = Map::new();
        for (name, value) in self.settings {
            let nested = matches!(value, Value::Array(_) | Value::Object(_));
            // a row that was made elsewhere may hold anything, and is sent back as it was shown
            let stays = before(&name) == Some(&value) || holds_mask(&value) || (ours && is_protected(&name));
            if stays {
                continue;
            }
            if nested {
                return Err(ConnectError::BadInput("settings are texts, numbers, true, false or null"));
            }
            check_name(&name)?;
            if value.as_str().is_some_and(|text| text.contains('\0')) {
                return Err(ConnectError::BadInput("settings hold no zero character"));
            }
            patch.insert(name, value);
        }
        let whole = row.map(|row| row.settings.clone()).unwrap_or_default();
        let whole: Map<String, Value> = whole.into_iter().chain(patch.clone()).collect();
        if patch.len() > MAX_AT_ONCE || (!patch.is_empty() && Value::Object(whole).to_string().len() > MAX_SETTINGS) {
            return Err(ConnectError::BadInput("too many settings: at most 100 at once, and 64 KiB in all"));
        }
        Ok(patch)
    }
}

fn holds_mask(value: &Value) -> bool {
    match value {
        Value::String(text) => is_masked(text),
        Value::Array(values) => values.iter().any(holds_mask),
        Value::Object(fields) => fields.values().any(holds_mask),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A name goes into a path inside of JSON, where these mean something.
fn check_name(name: &str) -> Result<(), ConnectError> {
    let plain = |sign: char| !sign.is_control() && sign != '"' && sign != '\\';
    if (1..=MAX_SETTING_NAME).contains(&name.len()) && name.chars().all(plain) {
        Ok(())
    } else {
        Err(ConnectError::BadInput("the name of a setting is 1 to 100 bytes without quotes and backslashes"))
    }
}
