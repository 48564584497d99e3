//! Sealing anew what is under the key before: the same for every database.

use serde_json::{Map, Value};

use super::{
    integration::setting_field,
    sealer::{Place, Sealer},
};

/// How many rows are read at once.
pub(super) const BATCH: i64 = 100;

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Secrets that are under the present key now.
    pub done: u64,
    /// Secrets that neither key opens. They are as they were; the log names them.
    pub unreadable: u64,
}

/// A sealed text and where it lies.
pub(super) struct Sealed {
    /// What the statement that writes it back finds it by.
    pub id: String,
    /// What it is bound to.
    pub row: String,
    /// The text; of settings all of them.
    pub text: String,
}

impl Rewrapped {
    /// The text under the present key; `None` if it is already, or cannot be read.
    pub(super) fn text(&mut self, sealer: &Sealer, sealed: &Sealed, field: &str) -> Option<String> {
        self.value(sealer, &sealed.row, field, &sealed.text)
    }

    /// Those settings that are under another key: name, old and new text.
    pub(super) fn settings(&mut self, sealer: &Sealer, sealed: &Sealed) -> Vec<(String, String, String)> {
        // a row whose settings are no object has none
        let settings: Map<String, Value> = serde_json::from_str(&sealed.text).unwrap_or_default();
        let texts = settings.into_iter().filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, text)),
            _ => None,
        });
        let mut found = vec![];
        for (name, old) in texts {
            if let Some(new) = self.value(sealer, &sealed.row, &setting_field(&name), &old) {
                found.push((name, old, new));
            }
        }
        found
    }

    fn value(&mut self, sealer: &Sealer, row: &str, field: &str, text: &str) -> Option<String> {
        sealer
            .rewrap(Place { row, field }, text)
            .inspect_err(|error| {
                self.unreadable += 1;
                tracing::error!(row, field, %error, "a secret cannot be sealed anew");
            })
            .ok()
            .flatten()
    }
}
