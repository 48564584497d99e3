//! What is asked before anything is changed.

use leptos::prelude::*;

use crate::api::wire::Card;

use super::{
    connect::help,
    state::{DISCONNECT, RENAME, State},
};

fn problem(state: State) -> impl IntoView {
    let told = move || {
        state.problem.with(|problem| {
            problem.as_ref().map(|error| {
                let [what, then] = state.words.error(error.code);
                format!("{what} {then} {}", error.ticket)
            })
        })
    };
    let ticket =
        move || state.problem.with(|problem| problem.as_ref().map(|error| error.ticket.clone()).unwrap_or_default());
    view! {
        <p class="note bad" role="alert" hidden=move || told().is_none()>
            {told} " "
            <a target="_blank" hidden=move || ticket().is_empty() href=move || help(&ticket())>{state.words.help}</a>
        </p>
    }
}

/// «Отключить WhatsApp?»
#[component]
pub fn AskDisconnect(state: State) -> impl IntoView {
    let words = &state.words.question;
    let about = move || {
        let line = |card: &Card| {
            let number = card.phone.clone().or_else(|| card.account.clone()).unwrap_or_default();
            (card.name.clone(), number)
        };
        state.about.with(|card| card.as_ref().map(line)).unwrap_or_default()
    };
    view! {
        <dialog id=DISCONNECT class="ask" aria-labelledby="disconnect-title" aria-describedby="disconnect-text">
            <div class="dhead"><h2 id="disconnect-title">{words.disconnect_title}</h2></div>
            <div class="dbody">
                <p><b>{move || about().0}</b> " " <span class="whole">{move || about().1}</span></p>
                <p id="disconnect-text">{words.disconnect_text}</p>
                {problem(state)}
            </div>
            <div class="dfoot">
                <button type="button" autofocus command="close" commandfor=DISCONNECT>{state.words.cancel}</button>
                <button type="button" class="danger" disabled=move || state.busy.get() on:click=move |_| {
                    if let Some(card) = state.about.get_untracked() {
                        state.disconnect(card.id);
                    }
                }>{state.words.disconnect}</button>
            </div>
        </dialog>
    }
}

/// «Переименовать»
#[component]
pub fn AskRename(state: State) -> impl IntoView {
    let words = &state.words.question;
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        let name = state.about.with(|card| card.as_ref().map(|card| card.name.clone()).unwrap_or_default());
        if let Some(field) = field.get() {
            field.set_value(&name);
        }
    });
    view! {
        <dialog id=RENAME class="ask" aria-labelledby="rename-title">
            <form on:submit=move |event| {
                event.prevent_default();
                if let (Some(card), Some(field)) = (state.about.get_untracked(), field.get_untracked()) {
                    state.rename(card.id, field.value());
                }
            }>
                <div class="dhead"><h2 id="rename-title">{words.rename_title}</h2></div>
                <div class="dbody">
                    <label class="field">
                        <span>{words.name}</span>
                        <input node_ref=field name="name" required maxlength="60" pattern=".*\\S.*" title=words.bad_name autocomplete="off" autofocus />
                    </label>
                    {problem(state)}
                </div>
                <div class="dfoot">
                    <button type="button" command="close" commandfor=RENAME>{state.words.cancel}</button>
                    <button type="submit" class="primary" disabled=move || state.busy.get()>{words.save}</button>
                </div>
            </form>
        </dialog>
    }
}
