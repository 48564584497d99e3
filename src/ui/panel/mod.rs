//! The living parts: on the main page one island with the list, the connect dialog, the questions and the toast; on other
//! pages the connect dialog alone.

pub mod attempt;
pub mod badge;
mod browser;
mod card;
mod changes;
mod connect;
mod flow;
mod live;
mod questions;
pub mod quick;
mod seats;
pub mod start;
mod state;
mod toast;

use leptos::prelude::*;

use crate::ui::icon::Icon;

use card::SessionCard;
use connect::{ConnectButton, WppQuickConnect};
use questions::{AskDisconnect, AskRename};
use state::State;
use toast::Toaster;

/// The persisted session list with all that moves on it. Rendered on the server from the database alone; what it begins
/// with is [`start::Start`].
#[island]
pub fn WppConnectPanel() -> impl IntoView {
    let state = State::new(start::given());
    let State { words, admin, .. } = state;
    state.wake_up();

    let counts = Memo::new(move |_| state.seats.counts());
    let empty = move || counts.get()[0] == 0;
    let hidden = move || counts.get()[2];
    let summary = move || match counts.get() {
        [0, ..] => String::new(),
        [all, connected, _] => words.summary(all, connected),
    };
    view! {
        <div class="head">
            <div>
                <h1 id=state::TITLE tabindex="-1">{words.title}</h1>
                <p>{summary}</p>
            </div>
            <div class="actions" hidden=empty>
                <button type="button" aria-busy=move || state.checking.get().to_string() on:click=move |_| state.refresh(true)>
                    <Icon name="refresh" size=18 />
                    {words.refresh}
                </button>
            </div>
        </div>
        <p class="note odd lost" role="status" hidden=move || !state.lost.get()>{words.lost}</p>
        <section class="empty ok" hidden=move || !empty()>
            <span class="mark"><Icon name="chat" size=38 /></span>
            <h2>{words.empty_title}</h2>
            <p>{if admin { words.empty_text } else { words.empty_member }}</p>
            {admin.then(|| view! {
                <ConnectButton state goal=attempt::Goal::Connect class="primary big" icon_name="chat" text=words.connect />
                <ol class="steps">{words.empty_steps().map(|step| view! { <li>{step}</li> })}</ol>
            })}
        </section>
        <div class="cards" hidden=empty>
            <For each=move || state.seats.shown() key=|seat| seat.id let:seat>
                <SessionCard state seat />
            </For>
            <p class="rest" hidden=move || hidden() == 0>
                <span>{move || words.not_shown(hidden())}</span>
                <a class="button" href="/sessions" on:click=move |press| state.draw_more(&press)>{words.show_more}</a>
            </p>
            {admin.then(|| view! {
                <ConnectButton state goal=attempt::Goal::Add class="add" icon_name="plus" text=words.add />
            })}
        </div>
        {admin.then(|| view! {
            <WppQuickConnect state />
            <AskDisconnect state />
            <AskRename state />
        })}
        <Toaster state />
    }
}
