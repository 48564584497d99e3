//! What brings the islands to life: leptos' own component looks for file hashes beside the executable at every page.

use leptos::{nonce::use_nonce, prelude::*};

use serde_json::json;

use crate::{
    domain::ids::UserId,
    ui::{
        embedded,
        words::alerts::{self, Words},
    },
};

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

/// Listens to the server for all tabs of one browser, since HTTP/1.1 gives a host six connections: the tab that has the
/// lock has the stream and tells the others. The name has the person in it, so that two of them do not meet. Without
/// locks (plain HTTP) every tab asks by itself, as it does whenever nothing is heard. The tab with the stream is also the one
/// that notifies, so that one browser does so once; browsers of phones want a service worker for it and do not.
const LIVE: &str = "((name,words)=>{\
    const bus=new BroadcastChannel(name);\
    const say=line=>dispatchEvent(new CustomEvent(\"wpp-live\",{detail:line}));\
    bus.onmessage=event=>say(event.data);\
    const open=()=>{\
        const stream=new EventSource(\"/api/live\");\
        for(const type of[\"panel\",\"card\",\"gone\",\"progress\",\"beat\"])stream.addEventListener(type,event=>{\
            const line=type+\"\\n\"+event.data;\
            bus.postMessage(line);say(line)});\
        stream.addEventListener(\"alert\",event=>notify(event.data));\
        stream.onerror=()=>{if(stream.readyState===2)setTimeout(open,5000+5000*Math.random())}};\
    const notify=data=>{\
        if(self.Notification?.permission!==\"granted\")return;\
        const{kind,id,name}=JSON.parse(data);\
        try{\
            const shown=new Notification(words[kind].replace(\"{0}\",()=>name),{tag:kind+id,icon:\"/favicon.svg\"});\
            shown.onclick=()=>{focus();if(id)location.href=\"/sessions/\"+id;shown.close()}\
        }catch{}};\
    navigator.locks?.request(name,()=>new Promise(open))\
    })";

/// Loads the module, then hands every island to the function that is named on it. Islands are never nested here, and
/// they start at once: people click the button they came for within the first second.
#[component]
pub(super) fn IslandScripts(
    scripts: Scripts,
    /// Who looks.
    viewer: Option<UserId>,
    /// What the islands say, as JSON.
    words: &'static str,
) -> impl IntoView {
    let Scripts { js, wasm } = scripts;
    let nonce = use_nonce();
    let start = format!(
        "import*as panel from {js:?};\
         await panel.default({{module_or_path:{wasm:?}}});\
         panel.hydrate?.();\
         for(const island of document.querySelectorAll(\"leptos-island\"))panel[island.dataset.component]?.(island);"
    );
    view! {
        <script type="application/json" id="words" nonce=nonce.clone() inner_html=words></script>
        <script nonce=nonce.clone()>{EARLY}</script>
        {viewer.map(|viewer| view! { <Live viewer /> })}
        <link rel="modulepreload" href=js nonce=nonce.clone() />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce>
            {start}
        </script>
    }
}

/// Listens, on pages with islands and without.
#[component]
pub(super) fn Live(
    /// Who looks.
    viewer: UserId,
) -> impl IntoView {
    let Words { subject_down, subject_up, subject_test, .. } = alerts::t();
    let words = embedded::json(&json!({ "down": subject_down, "up": subject_up, "test": subject_test }));
    let live = format!("{LIVE}(\"wpp-live-{viewer}\",{words})");
    view! { <script nonce=use_nonce()>{live}</script> }
}
