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
    view! {
        <svg width=size height=size aria-hidden="true" focusable="false">
            <use_ href=format!("/icons.svg#{name}")></use_>
        </svg>
    }
}
