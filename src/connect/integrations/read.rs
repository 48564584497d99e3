//! What a row of a known provider says, under whichever names somebody else has written it.

use serde_json::Value;

use crate::{
    connect::ports::Integration,
    domain::{integration::Provider, secret::Secret},
};

/// Which account of the provider's the row is; `None` if it names none.
#[must_use]
pub fn account_of(row: &Integration, provider: &Provider) -> Option<String> {
    provider.names().find_map(|name| row.settings.get(name).and_then(text))
}

/// The row's token, in plain text, and the setting it stands in; without one the setting a new one goes to.
#[must_use]
pub fn token_of(row: &Integration, provider: &Provider) -> (&'static str, Option<Secret>) {
    let found = provider.token_names().find_map(|name| Some((name, row.settings.get(name).and_then(text)?)));
    found.map_or((provider.token, None), |(name, token)| (name, Some(Secret::new(token))))
}

/// A number and its digits are the same.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
