//! One picture of the sprite `/icons.svg`.

use leptos::prelude::*;

/// A decoration: what it stands for is said in words beside it or in the control's name.
#[component]
pub fn Icon(
    /// The symbol's id in the sprite.
    name: &'static str,
    /// Width and height in CSS pixels.
    size: u16,
) -> impl IntoView {
    // every third element of a card is part of an icon, and the server's have nothing to wake up
    #[cfg(feature = "ssr")]
    return leptos::tachys::html::InertElement::new(written(name, size));
    #[cfg(not(feature = "ssr"))]
    drawn(name, size)
}

/// As elements, which the browser finds in what the server wrote.
#[cfg(any(not(feature = "ssr"), test))]
fn drawn(name: &'static str, size: u16) -> impl IntoView {
    view! {
        <svg width=size height=size aria-hidden="true" focusable="false">
            <use_ href=format!("/icons.svg#{name}")></use_>
        </svg>
    }
}

/// The same as text.
#[cfg(feature = "ssr")]
fn written(name: &str, size: u16) -> String {
    format!(
        r#"<svg width="{size}" height="{size}" aria-hidden="true" focusable="false"><use href="/icons.svg#{name}"></use></svg>"#
    )
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_the_browser_looks_for() {
        assert_eq!(written("copy", 14), drawn("copy", 14).into_view().to_html());
    }
}
