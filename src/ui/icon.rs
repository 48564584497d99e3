//! One picture of the sprite `/icons.svg`.

use leptos::{prelude::*, tachys::html::InertElement};

/// A decoration: what it stands for is said in words beside it or in the control's name. Nothing in it ever changes, so it is
/// one piece of HTML: of the elements of a list every second one would be an icon's.
#[component]
pub fn Icon(
    /// The symbol's id in the sprite; it is not escaped.
    name: &'static str,
    /// Width and height in CSS pixels.
    size: u16,
) -> impl IntoView {
    InertElement::new(format!(
        r#"<svg width="{size}" height="{size}" aria-hidden="true" focusable="false"><use href="/icons.svg#{name}"></use></svg>"#
    ))
}
