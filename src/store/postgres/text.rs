//! Text that PostgreSQL takes: it has none with the sign of number zero in it, and people and platforms send what they like.

use serde_json::{Map, Value};

/// The text without that sign.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "")
}

/// An object, its names and texts without that sign.
pub(super) fn storable_object(object: Map<String, Value>) -> Map<String, Value> {
    object.into_iter().map(|(name, value)| (storable(&name), storable_value(value))).collect()
}

fn storable_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(storable(&text)),
        Value::Array(values) => Value::Array(values.into_iter().map(storable_value).collect()),
        Value::Object(object) => Value::Object(storable_object(object)),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_sign_is_left_out_wherever_it_stands() {
        let object = json!({ "a\0": ["\0b", { "c\0": "d\0e", "n": 1 }] }).as_object().unwrap().clone();
        assert_eq!(json!(storable_object(object)), json!({ "a": ["b", { "c": "de", "n": 1 }] }));
    }
}
