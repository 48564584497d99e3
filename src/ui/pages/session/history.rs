//! «История»: what became of a session, and why.

use leptos::prelude::*;

use crate::{
    domain::{evidence::Source, state::SessionState, time::Timestamp},
    ui::{
        inert::IntoInert as _,
        pages::when::When,
        panel::badge::of_state,
        words::{fill, panel, session::t},
    },
};

use super::{HISTORY, badge_view};

/// So many changes are in sight; those before them open on demand, so that the rest of the page stays near.
const IN_SIGHT: usize = 10;

/// A change of a state.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// When it was seen first.
    pub at: Timestamp,
    /// The state before; `None` where the row was made.
    pub before: Option<SessionState>,
    /// The state since.
    pub after: SessionState,
    /// What told it; `None` is an attempt to connect.
    pub source: Option<Source>,
    /// The platform's own word.
    pub word: Option<String>,
}

#[component]
pub(super) fn HistoryPart(mut changes: Vec<ChangeRow>, now: Timestamp) -> impl IntoView {
    let older = changes.split_off(changes.len().min(IN_SIGHT));
    let content = if changes.is_empty() {
        view! { <p class="none">{t().no_history}</p> }.into_inert()
    } else {
        view! { <Changes name=t().history changes now /> }.into_inert()
    };
    let older = (!older.is_empty()).then(|| {
        view! {
            <details class="older">
                <summary>{fill(t().more_history, &[&older.len()])}</summary>
                <Changes name=t().older changes=older now />
            </details>
        }
    });
    view! {
        <section class="listed" id=HISTORY aria-labelledby="history-title">
            <h2 id="history-title">{t().history}</h2>
            {content}
            {older}
        </section>
    }
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
fn Changes(name: &'static str, changes: Vec<ChangeRow>, now: Timestamp) -> impl IntoView {
    let heads = [t().when, t().state, t().cause, t().word];
    view! {
        <table class="rows changes" role="table" aria-label=name>
            <thead role="rowgroup">
                <tr role="row">{heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}</tr>
            </thead>
            <tbody role="rowgroup">
                {changes.into_iter().map(|change| view! { <Line change now /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Line(change: ChangeRow, now: Timestamp) -> impl IntoView {
    let ChangeRow { at, before, after, source, word } = change;
    let before = match before {
        Some(state) => badge_view(of_state(state, panel::t())).into_inert(),
        None => t().made.into_inert(),
    };
    let word = match word {
        Some(word) => view! { <code>{word}</code> }.into_inert(),
        None => t().nothing.into_inert(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><When at now /></th>
            <td role="cell"><span class="change">{before} " → " {badge_view(of_state(after, panel::t()))}</span></td>
            <td role="cell" data-label=t().cause>{t().cause_of(source)}</td>
            <td role="cell" data-label=t().word>{word}</td>
        </tr>
    }
}
