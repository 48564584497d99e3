//! Whether this browser may notify. That is the browser's to say, so it takes a script; without one it stays hidden.

use leptos::{nonce::use_nonce, prelude::*};

use crate::ui::words::alerts::t;

/// Shows the paragraph of what the browser says, and asks it after a press.
const ASK: &str = "(box=>{\
    const show=()=>{\
        const state=self.Notification?.permission??\"none\";\
        for(const part of box.children)part.hidden=part.dataset.when!==state;\
        box.hidden=false};\
    box.querySelector(\"button\").onclick=()=>Notification.requestPermission().then(show);\
    show()\
    })(document.getElementById(\"allow\"))";

/// A line below the channels.
#[component]
pub(super) fn Allow() -> impl IntoView {
    view! {
        <div id="allow" role="status" hidden>
            <p class="fine" data-when="default">
                {t().browser_ask}" "
                <button type="button">{t().browser_allow}</button>
            </p>
            <p class="fine" data-when="granted">{t().browser_granted}</p>
            <p class="note odd" data-when="denied">{t().browser_denied}</p>
            <p class="note odd" data-when="none">{t().browser_none}</p>
        </div>
        <script nonce=use_nonce()>{ASK}</script>
    }
}
