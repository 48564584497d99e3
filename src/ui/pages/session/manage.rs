//! «Управление»: another name, first choice, on and off, started again.

use leptos::prelude::*;

use crate::{
    api::wire::Card,
    ui::{
        inert::IntoInert as _,
        panel::badge::of_state,
        words::{fill, many::t, panel},
    },
};

use super::{MANAGE, address};

/// What is to be said of the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManageNote {
    /// It has another name.
    Renamed,
    /// The name cannot be taken; what was typed.
    BadName(String),
    /// It is the first choice.
    Primary,
    /// It is on.
    On,
    /// It is off.
    Off,
    /// It was started again.
    Started,
}

#[component]
pub(super) fn ManagePart(card: Card, note: Option<ManageNote>) -> impl IntoView {
    let Card { id, name, is_primary, is_enabled, state, account, attempt, .. } = card;
    let action = format!("{}/manage", address(id));
    let said = note.as_ref().and_then(|note| match note {
        ManageNote::Renamed => Some(t().renamed.to_owned()),
        ManageNote::Primary => Some(t().primary_now.to_owned()),
        ManageNote::On => Some(t().is_on.to_owned()),
        ManageNote::Off => Some(t().off_now.to_owned()),
        ManageNote::Started => Some(fill(t().started, &[&of_state(state, panel::t()).word])),
        ManageNote::BadName(_) => None,
    });
    let waits = attempt.is_some();
    let typed = match note {
        Some(ManageNote::BadName(typed)) => Some(typed),
        _ => None,
    };
    let is_bad = typed.is_some();
    let primary = if is_primary {
        view! { <p class="none"><b>{t().is_primary}</b> " " {t().primary_about}</p> }.into_inert()
    } else {
        view! {
            <p class="none">{t().primary_about}</p>
            <button name="act" value="primary">{t().make_primary}</button>
        }
        .into_inert()
    };
    let (act, word, about) =
        if is_enabled { ("disable", t().disable, t().disable_about) } else { ("enable", t().enable, t().off_now) };
    let again = account.is_some().then(|| {
        let action = action.clone();
        view! {
            <form method="post" action=action class="managed">
                <p class="none">{t().reconnect_about}</p>
                <button name="act" value="reconnect">{t().reconnect}</button>
            </form>
        }
    });
    view! {
        <section class="listed" id=MANAGE aria-labelledby="manage-title">
            <h2 id="manage-title">{t().manage}</h2>
            {said.map(|said| {
                view! { <p class="note ok" role="status">{said} {waits.then(|| view! { " " <a href="/">{t().scan}</a> })}</p> }
            })}
            <form class="form narrow" method="post" action=action.clone()>
                <div class="field">
                    <label for="name">{t().rename}</label>
                    <input id="name" name="name" type="text" required maxlength="60" autocomplete="off"
                        aria-invalid=is_bad.then_some("true") aria-describedby="name-note" autofocus=is_bad
                        value=typed.unwrap_or(name) />
                    <p class="field-note" class:bad=is_bad role=is_bad.then_some("alert") id="name-note">
                        {is_bad.then_some(t().bad_name)}
                    </p>
                </div>
                <p class="acts"><button name="act" value="rename">{t().save}</button></p>
            </form>
            <form method="post" action=action.clone() class="managed">{primary}</form>
            <form method="post" action=action class="managed">
                <p class="none">{about}</p>
                <button name="act" value=act>{word}</button>
            </form>
            {again}
        </section>
    }
}
