//! What brings the islands to life: leptos' own component looks for file hashes beside the executable at every page.

use leptos::{nonce::use_nonce, prelude::*};

use super::Scripts;

/// Presses that come before the WASM are not lost: a browser that knows `commandfor` opens the dialog by itself, for the
/// others this does; either way the dialog remembers what the press was for, and the island goes on from there.
const EARLY: &str = "addEventListener(\"click\",event=>{\
    const button=event.target.closest?.(\"[commandfor]\");\
    if(!button)return;\
    const dialog=document.getElementById(button.getAttribute(\"commandfor\"));\
    if(button.dataset.goal)dialog.dataset.goal=button.dataset.goal;\
    if(\"commandForElement\"in button)return;\
    if(button.getAttribute(\"command\")===\"close\")dialog.close();else if(!dialog.open)dialog.showModal()\
    },true)";

/// Loads the module, then hands every island to the function that is named on it. Islands are never nested here, and
/// they start at once: people click the button they came for within the first second.
#[component]
pub(super) fn IslandScripts(scripts: Scripts) -> impl IntoView {
    let Scripts { js, wasm } = scripts;
    let nonce = use_nonce();
    let start = format!(
        "import*as panel from {js:?};\
         await panel.default({{module_or_path:{wasm:?}}});\
         panel.hydrate?.();\
         for(const island of document.querySelectorAll(\"leptos-island\"))panel[island.dataset.component]?.(island);"
    );
    view! {
        <script nonce=nonce.clone()>{EARLY}</script>
        <link rel="modulepreload" href=js nonce=nonce.clone() />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce>
            {start}
        </script>
    }
}
