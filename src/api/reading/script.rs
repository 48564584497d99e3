//! JSON as the browser has read it.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::domain::lean::Node;

/// A JavaScript value that was JSON.
pub struct Value(JsValue);

/// Has the browser read a text.
pub fn document(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(Value)
}

impl Node for Value {
    fn field(&self, name: &str) -> Option<Self> {
        let field = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!field.is_undefined()).then_some(Self(field))
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    #[expect(clippy::cast_possible_truncation, reason = "JavaScript has whole numbers up to 53 bits")]
    fn number(&self) -> Option<i64> {
        self.0.as_f64().map(|number| number as i64)
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.dyn_ref::<Array>()?.iter().map(Self).collect())
    }
}
