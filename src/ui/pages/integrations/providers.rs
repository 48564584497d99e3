//! «Провайдеры»: works without a script, but for the QR code.

use leptos::prelude::*;

use crate::ui::{
    inert::IntoInert as _,
    words::{fill, providers::t},
};

use super::{
    add::{Add, AddForm},
    rows::{ProviderRow, Rows},
};

/// What «Провайдеры» shows.
#[derive(Clone, Debug)]
pub struct Providers {
    /// The integrations of other providers than WPP.
    pub rows: Vec<ProviderRow>,
    /// The form, for administrators.
    pub form: Option<AddForm>,
    /// What has just happened.
    pub note: Option<Note>,
}

/// What has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A row of this name was made.
    Added(String),
    /// A row of this name was changed.
    Saved(String),
    /// A row was deleted.
    Deleted,
}

#[component]
pub(super) fn ProvidersPart(shown: Providers) -> impl IntoView {
    let Providers { rows, form, note } = shown;
    let admin = form.is_some();
    let note = note.map(|note| match note {
        Note::Added(name) => fill(t().added, &[&&name]),
        Note::Saved(name) => fill(t().saved, &[&&name]),
        Note::Deleted => t().deleted.to_owned(),
    });
    let list = if rows.is_empty() {
        view! { <p class="none">{t().empty}</p> }.into_inert()
    } else {
        view! { <Rows rows admin /> }.into_inert()
    };
    view! {
        <div class="head">
            <div>
                <h1>{t().title}</h1>
                <p>{t().lead}</p>
            </div>
        </div>
        {note.map(|note| view! { <p class="note ok done" role="status">{note}</p> })}
        {form.map(|form| view! { <Add form /> })}
        <section class="listed">
            <h2 id="rows-title">{t().list_title}</h2>
            {list}
        </section>
    }
}
