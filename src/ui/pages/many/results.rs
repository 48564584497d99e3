//! The question before several are disconnected, and what became of each of several.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    domain::{ids::IntegrationId, many::Bulk},
    ui::words::{fill, many::t, panel, plural},
};

/// So many are named in the question.
const NAMED: usize = 20;

/// The question.
#[derive(Clone, Debug)]
pub struct Sure {
    /// Which, and their names.
    pub of: Vec<(IntegrationId, String)>,
    /// Where a no leads.
    pub back: String,
}

/// A page that grows: the lines of its list are sent as they come.
#[derive(Clone, Debug)]
pub struct Results {
    /// What is done.
    pub bulk: Bulk,
    /// To how many.
    pub count: usize,
    /// Where the lines go: what stands there in the page's text.
    pub place: &'static str,
    /// Where to go on.
    pub back: String,
}

/// A question is a dialog; this one is a page of its own, so that it needs no script.
#[component]
pub(super) fn SurePart(sure: Sure) -> impl IntoView {
    let Sure { of, back } = sure;
    let names = of.iter().take(NAMED).map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    let more = of.len().checked_sub(NAMED).filter(|more| *more > 0);
    let more = more.map(|more| view! { <p>{fill(t().more, &[&more])}</p> });
    let title = plural::fill(panel::t().counts.plural, t().sure, of.len());
    let ids = of.iter().map(|(id, _)| view! { <input type="hidden" name="id" value=id.to_string() /> }).collect_view();
    view! {
        <dialog open class="ask lone" aria-labelledby="sure-title" aria-describedby="sure-text">
            <div class="dhead"><h1 id="sure-title">{title}</h1></div>
            <div class="dbody">
                <ul class="named">{names}</ul>
                {more}
                <p id="sure-text">{t().sure_text}</p>
            </div>
            <form class="dfoot" method="post" action="/sessions">
                <input type="hidden" name="act" value=Bulk::Disconnect.word() />
                <input type="hidden" name="sure" value="yes" />
                {ids}
                <a class="button" href=back autofocus>{t().cancel}</a>
                <button class="danger" type="submit">{t().disconnect}</button>
            </form>
        </dialog>
    }
}

/// Fills the bar as the list grows, from inside of the list, whose end comes last. Without a script the list alone tells.
const GROW: &str = "const list=document.currentScript.parentElement,bar=document.querySelector('progress');\
    bar.hidden=false;const tell=()=>{bar.value=list.querySelectorAll('li').length};\
    new MutationObserver(tell).observe(list,{childList:true})";

#[component]
pub(super) fn ResultsPart(results: Results) -> impl IntoView {
    let Results { bulk, count, place, back } = results;
    view! {
        <p class="up"><a href=back>{t().title}</a></p>
        <div class="head"><div><h1>{t().bulk(bulk)}</h1><p>{fill(t().under_way, &[&count])}</p></div></div>
        <progress hidden max=count.to_string() value="0" aria-label=t().progress></progress>
        <div role="log"><ol class="results"><script nonce=use_nonce()>{GROW}</script>{place}</ol></div>
    }
}

/// A line of the list: the tone is a class, and what was not done says what to do, and where more of it is.
#[must_use]
pub fn line(id: IntegrationId, name: String, tone: &'static str, said: String, help: Option<(String, &str)>) -> String {
    view! {
        <li>
            <a href=format!("/sessions/{id}")>{name}</a>
            " "
            <span class=format!("badge {tone}")>{said}</span>
            {help.map(|(ticket, word)| view! { " "<a href=format!("/help/{ticket}")>{word.to_owned()}</a> })}
        </li>
    }
    .to_html()
}
