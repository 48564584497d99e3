//! JSON as the server reads it: there nobody reads what is made for browsers but tests, the same way as browsers do.

use serde_json::Value;

use crate::domain::lean::Node;

/// Reads a text.
pub fn document(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

impl Node for Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<i64> {
        self.as_i64()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }
}
