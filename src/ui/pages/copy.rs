//! A button that copies what stands beside it. It is there only where the browser can copy.

use leptos::{nonce::use_nonce, prelude::*};

use crate::ui::words::session::t;

const COPY: &str = "if(navigator.clipboard)for(const button of document.querySelectorAll(\"[data-copy]\")){\
    button.hidden=false;\
    button.onclick=async()=>{await navigator.clipboard.writeText(button.dataset.copy);\
    button.textContent=button.dataset.done}}";

#[component]
pub(super) fn CopyButton(
    /// What it copies.
    text: String,
    /// What that is, for whoever does not see where the button stands.
    what: &'static str,
) -> impl IntoView {
    view! {
        <button type="button" class="quiet copy" hidden data-copy=text data-done=t().copied aria-label=format!("{}: {what}", t().copy)>
            {t().copy}
        </button>
    }
}

/// Once on a page, behind its buttons.
#[component]
pub(super) fn CopyScript() -> impl IntoView {
    view! { <script nonce=use_nonce()>{COPY}</script> }
}
