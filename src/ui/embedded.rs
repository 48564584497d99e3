//! JSON within a page.

use serde::Serialize;

/// A value for a script element: no text in it can end that.
#[must_use]
pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        assert_eq!(json(&["</script><b>"]), r#"["\u003c/script>\u003cb>"]"#);
    }
}
