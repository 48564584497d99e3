//! The table of all sessions: searched, narrowed, sorted, and several of them changed at once. Plain forms: what is asked
//! for stands in the address.

mod results;
mod table;

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    domain::{
        actor::Actor,
        many::{Bulk, Group, Only, Sort},
        time::Timestamp,
    },
    ui::{
        inert::IntoInert as _,
        shell::{Frame, Section, Shell},
        words::{
            fill,
            many::{Words, t},
        },
    },
};

pub use results::{Results, Sure, line};
pub use table::ManyRow;

/// What the page shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// The table.
    Table(Box<Many>),
    /// The question before several are disconnected.
    Sure(Sure),
    /// What became of each, while it is being done.
    Results(Results),
}

/// The table.
#[derive(Clone, Debug)]
pub struct Many {
    /// One page of it.
    pub rows: Vec<ManyRow>,
    /// How many were found.
    pub found: usize,
    /// How many there are.
    pub all: usize,
    /// What was searched for.
    pub text: String,
    /// What it is narrowed to.
    pub only: Only,
    /// Its order.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// The addresses of the orders.
    pub orders: Vec<(Sort, String)>,
    /// Which page, and of how many; from 1.
    pub page: (usize, usize),
    /// The address of the page before.
    pub before: Option<String>,
    /// The address of the page after.
    pub after: Option<String>,
    /// Somebody wanted to do something to nothing.
    pub nothing: bool,
    /// The server's clock.
    pub now: Timestamp,
}

/// Picks all on the page, and says by a half that some are. It is there only with a script.
const PICK: &str = "const head=document.querySelector('[data-pick]');\
    const boxes=[...document.querySelectorAll('[name=id]')];\
    if(head){head.parentElement.hidden=false;\
    head.onchange=()=>{for(const box of boxes)box.checked=head.checked};\
    const tell=()=>{const on=boxes.filter(box=>box.checked).length;\
    head.checked=on===boxes.length;head.indeterminate=on>0&&!head.checked};\
    for(const box of boxes)box.onchange=tell;tell()}";

/// The page.
#[component]
pub fn ManyPage(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// What to show.
    part: Part,
) -> impl IntoView {
    let admin = viewer.is_admin();
    let content = match part {
        Part::Table(many) => view! { <TablePart many=*many admin /> }.into_inert(),
        Part::Sure(sure) => view! { <results::SurePart sure /> }.into_inert(),
        Part::Results(results) => view! { <results::ResultsPart results /> }.into_inert(),
    };
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Integrations>
            {content}
        </Shell>
    }
}

#[component]
fn TablePart(many: Many, admin: bool) -> impl IntoView {
    let Many { rows, found, all, text, only, sort, descending, orders, page, before, after, nothing, now } = many;
    let is_narrowed = !text.is_empty() || only != Only::All;
    let order = format!("{}{}", if descending { "-" } else { "" }, sort.word());
    let nothing_found = rows.is_empty().then(|| {
        let said = if all == 0 { t().empty } else { t().none };
        view! { <p class="none">{said}</p> }
    });
    let pages = (page.1 > 1).then(|| {
        view! {
            <nav class="parts" aria-label=fill(t().page, &[&page.0, &page.1])>
                {before.map(|href| view! { <a href=href rel="prev">{t().before}</a> })}
                <span>{fill(t().page, &[&page.0, &page.1])}</span>
                {after.map(|href| view! { <a href=href rel="next">{t().after}</a> })}
            </nav>
        }
    });
    let kept = (order.clone(), text.clone());
    let list = (!rows.is_empty()).then(|| {
        let table = view! { <table::Table rows orders sort descending admin now /> };
        if admin {
            view! {
                <form method="post" action="/sessions" class="picking" aria-labelledby="many-title">
                    <input type="hidden" name="q" value=kept.1 />
                    <input type="hidden" name="state" value=only.word() />
                    <input type="hidden" name="sort" value=kept.0 />
                    <ActBar found nothing />
                    {table}
                </form>
                <script nonce=use_nonce()>{PICK}</script>
            }
            .into_inert()
        } else {
            table.into_inert()
        }
    });
    view! {
        <p class="up"><a href="/">{t().back}</a></p>
        <div class="head">
            <div>
                <h1 id="many-title">{t().title}</h1>
                <p role="status">{fill(t().found, &[&found, &all])}</p>
            </div>
        </div>
        <form class="narrow-by" role="search" action="/sessions">
            <div class="field">
                <label for="q">{t().search}</label>
                <input id="q" name="q" type="search" value=text maxlength="100" autocomplete="off" spellcheck="false" />
            </div>
            <div class="field">
                <label for="state">{t().only}</label>
                <select id="state" name="state">{choices(only)}</select>
            </div>
            <input type="hidden" name="sort" value=order />
            <button type="submit">{t().apply}</button>
            {is_narrowed.then(|| view! { <a href="/sessions">{t().reset}</a> })}
        </form>
        {nothing_found}
        {list}
        {pages}
    }
}

fn choices(only: Only) -> impl IntoView {
    let all = [(Only::All, t().all)].into_iter();
    let groups = Group::ALL.into_iter().map(|group| (Only::Group(group), Words::group(group)));
    let choices = all.chain(groups).chain([(Only::Off, t().off)]);
    choices
        .map(|(choice, name)| view! { <option value=choice.word() selected=choice == only>{name}</option> })
        .collect_view()
}

/// What can be done to those that were picked.
#[component]
fn ActBar(found: usize, nothing: bool) -> impl IntoView {
    let actions = Bulk::ALL.map(|bulk| view! { <option value=bulk.word()>{t().bulk(bulk)}</option> });
    view! {
        <div class="act-bar">
            {nothing.then(|| view! { <p class="note odd" role="alert">{t().nothing}</p> })}
            <label for="act">{t().with_picked}</label>
            <select id="act" name="act">{actions}</select>
            <button type="submit">{t().act}</button>
            <label class="tick"><input type="checkbox" name="all" value="yes" />{fill(t().pick_all, &[&found])}</label>
        </div>
    }
}
