//! A link that is shown once, with what hands it on. Without a script it can still be selected and copied.

use leptos::{nonce::use_nonce, prelude::*};

use crate::ui::words::links::t;

/// Shows the buttons that this browser can do something with.
const HAND_ON: &str = "(()=>{\
    const box=document.currentScript.parentElement,field=box.querySelector(\"input\");\
    const[copy,share]=box.querySelectorAll(\"button\");\
    field.onfocus=()=>field.select();\
    if(navigator.clipboard){copy.hidden=false;copy.onclick=async()=>{\
        await navigator.clipboard.writeText(field.value);copy.textContent=copy.dataset.done}}\
    if(navigator.share){share.hidden=false;share.onclick=()=>navigator.share({url:field.value}).catch(()=>{})}\
    })()";

#[component]
pub(super) fn LinkField(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// The link.
    link: String,
    /// What to do with it.
    about: &'static str,
) -> impl IntoView {
    view! {
        <div class="note ok field link" role="status">
            <label for="link">{label}</label>
            <input id="link" type="text" readonly autofocus value=link aria-describedby="link-note" />
            <p id="link-note">{about}</p>
            <p class="acts">
                <button type="button" hidden data-done=t().copied>{t().copy}</button>
                <button type="button" hidden>{t().share}</button>
            </p>
            <script nonce=use_nonce()>{HAND_ON}</script>
        </div>
    }
}
