//! A row as it may be seen.

use serde_json::{Map, Value};

use crate::{
    connect::ports::Integration,
    domain::{
        integration::{WPP, is_secret},
        mask::mask_setting,
    },
};

use super::super::{time::rfc3339, wire::IntegrationRow};

/// The row for an administrator, or for a member.
pub(super) fn shown(row: Integration, to_administrator: bool) -> IntegrationRow {
    // with the key of a wpp row anybody could send events in the platform's name
    let may_see_key = to_administrator && row.provider != WPP;
    IntegrationRow {
        id: row.id,
        organization_id: row.organization,
        messenger_type: row.messenger_type,
        provider: row.provider,
        name: row.name,
        is_primary: row.is_primary,
        is_enabled: row.is_enabled,
        webhook_key: row.webhook_key.filter(|_| may_see_key).map(|key| key.expose().to_owned()),
        settings: masked(row.settings),
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    }
}

fn masked(settings: Map<String, Value>) -> Map<String, Value> {
    let shown = |(name, value): (String, Value)| {
        let value = if is_secret(&name) { dots(&value) } else { without_secrets(value) };
        (name, value)
    };
    settings.into_iter().map(shown).collect()
}

/// A row that was made elsewhere may hold anything.
fn without_secrets(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(masked(fields)),
        Value::Array(values) => Value::Array(values.into_iter().map(without_secrets).collect()),
        plain => plain,
    }
}

fn dots(secret: &Value) -> Value {
    match secret {
        Value::Null => Value::Null,
        Value::String(text) if text.is_empty() => Value::String(String::new()),
        Value::String(text) => Value::String(mask_setting(text)),
        Value::Number(number) => Value::String(mask_setting(&number.to_string())),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => Value::String(mask_setting("")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lesson_18_no_secret_is_shown_wherever_it_lies() {
        let settings = json!({
            "idInstance": "1101000001", "apiTokenInstance": "d75b3a66374942c5b3c0de", "token": "short",
            "pin_secret": 12_345_678, "password": { "plain": "hunter2" }, "more": [{ "apiKey": "hunter2hunter2" }],
            "emptyKey": "", "noKey": null, "wppJwtExpiresAt": 5,
        });
        let Value::Object(settings) = settings else { panic!("an object") };
        assert_eq!(
            Value::Object(masked(settings)),
            json!({
                "idInstance": "1101000001", "apiTokenInstance": "••••••••c0de", "token": "••••••••",
                "pin_secret": "••••••••5678", "password": "••••••••", "more": [{ "apiKey": "••••••••ter2" }],
                "emptyKey": "", "noKey": null, "wppJwtExpiresAt": 5,
            })
        );
    }
}
