//! «Журнал»: who did what, when and from where. A table and links, no script.

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, time::Timestamp},
    ui::{
        inert::IntoInert as _,
        shell::{Frame, Section, Shell},
        words::audit::{self as words, t},
    },
};

use super::when::When;

/// A page of the audit.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The newest first.
    pub rows: Vec<Row>,
    /// Whether these are the newest.
    pub is_newest: bool,
    /// The address of the page with the lines before these, if there are any.
    pub earlier: Option<String>,
    /// The address of the newest lines of the same choice.
    pub newest: String,
    /// Whether lines are left out.
    pub is_filtered: bool,
    /// The address that saves them all.
    pub export: String,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Row {
    /// When.
    pub at: Timestamp,
    /// Who; see [`Who`].
    pub who: Who,
    /// The verb.
    pub action: String,
    /// What it was done to, in words.
    pub detail: String,
    /// The address of the lines about the same session.
    pub about: Option<String>,
    /// From where.
    pub address: Option<String>,
}

/// Who did it.
#[derive(Clone, Debug)]
pub enum Who {
    /// Nobody: the panel.
    Panel,
    /// A person, by the address they sign in with if it is known, and the address of their lines.
    Person(Option<String>, String),
}

/// The page.
#[component]
pub fn AuditPage(
    /// What every page has.
    frame: Frame,
    /// An administrator.
    viewer: Actor,
    /// What to show.
    lines: Lines,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let Lines { rows, is_newest, earlier, newest, is_filtered, export } = lines;
    let content = match (rows.is_empty(), is_newest) {
        (true, true) => view! { <p class="none">{t().none}</p> }.into_inert(),
        (true, false) => view! { <p class="none">{t().no_more}</p> }.into_inert(),
        (false, _) => view! { <Table rows now /> }.into_inert(),
    };
    let newest = (!is_newest).then(|| view! { <a class="button" href=newest>{t().newest}</a> });
    let earlier = earlier.map(|href| view! { <a class="button" href=href>{t().earlier}</a> });
    let pages = (newest.is_some() || earlier.is_some()).then(|| view! { <p class="acts">{newest} {earlier}</p> });
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Audit>
            <div class="head">
                <div>
                    <h1 id="audit-title">{t().title}</h1>
                    <p class="fine">{t().about}</p>
                </div>
                <div class="actions">
                    <a class="button" href=export download>
                        {t().export}
                    </a>
                </div>
            </div>
            {is_filtered.then(|| view! { <p class="note info">{t().filtered} " " <a href="/audit">{t().all}</a></p> })}
            {content}
            {pages}
        </Shell>
    }
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
fn Table(rows: Vec<Row>, now: Timestamp) -> impl IntoView {
    let heads = [t().at, t().who, t().what, t().subject, t().address];
    view! {
        <table class="rows told" role="table" aria-labelledby="audit-title">
            <thead role="rowgroup">
                <tr role="row">{heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(|row| view! { <Line row now /> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Line(row: Row, now: Timestamp) -> impl IntoView {
    let Row { at, who, action, detail, about, address } = row;
    let who = match who {
        Who::Panel => t().by_itself.into_inert(),
        Who::Person(email, href) => {
            let name = email.unwrap_or_else(|| t().somebody.to_owned());
            view! { <a href=href>{name}</a> }.into_inert()
        }
    };
    let detail = match about {
        Some(href) => {
            let name = format!("{}: {detail}", t().of_session);
            view! { <a href=href aria-label=name>{detail}</a> }.into_inert()
        }
        None => detail.into_inert(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <When at now />
            </th>
            <td role="cell" data-label=t().who>{who}</td>
            <td role="cell" data-label=t().what>{words::action(&action)}</td>
            <td role="cell" data-label=t().subject>{detail}</td>
            <td role="cell" data-label=t().address>{address.unwrap_or_else(|| "—".to_owned())}</td>
        </tr>
    }
}
