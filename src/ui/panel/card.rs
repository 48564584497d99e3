//! One session.

use leptos::prelude::*;

use crate::{api::wire::Card, domain::ids::IntegrationId, ui::icon::Icon};

use super::{
    attempt::Goal,
    badge::{Offer, badge, evidence, offer},
    connect::{ConnectButton, help},
    seats::Seat,
    state::{CONNECT, DISCONNECT, RENAME, State},
};

/// The element id of the link that is a card's name.
pub fn title(id: IntegrationId) -> String {
    format!("name-{id}")
}

/// A card of the list. Its words change with its session, and the element stays.
#[component]
pub fn SessionCard(state: State, seat: Seat) -> impl IntoView {
    let words = state.words;
    let Seat { id, card, .. } = seat;
    let part = move |read: fn(&Card) -> String| card.with(read);
    let is = move |read: fn(&Card) -> bool| card.with(read);
    let shown = Memo::new(move |_| {
        let (checking, now) = (state.checking.get(), state.cards_now.get());
        card.with(|card| (badge(card, checking, now, words), evidence(card, now, words), offer(card)))
    });
    let tone = move || shown.with(|(badge, ..)| badge.tone);
    let word = move || shown.with(|(badge, ..)| badge.word);
    let seen = move || shown.with(|(_, seen, _)| seen.clone());
    let offers = move || shown.with(|(.., offer)| *offer);
    let note = move || {
        card.with(|card| match card {
            Card { trouble: Some((trouble, _)), .. } => words.trouble_note(*trouble),
            Card { account: None, attempt: None, .. } => words.no_number,
            _ => "",
        })
    };
    let topic = move || {
        card.with(|card| match card {
            Card { trouble: Some((trouble, _)), .. } => ["gateway-", trouble.as_str()].concat(),
            _ => "unreadable".to_owned(),
        })
    };
    let account = move || part(|card| card.account.clone().unwrap_or_default());
    let key = move || part(|card| card.key.clone().unwrap_or_default());
    let phone = move || part(|card| card.phone.clone().unwrap_or_default());
    let name = move || part(|card| card.name.clone());
    let menu = move || format!("menu-{id}");
    let title = move || title(id);
    let ask = move || state.question(card.get_untracked());
    view! {
        <article class=move || format!("card {}", tone()) aria-labelledby=title()>
            <span class="mark"><Icon name="chat" size=24 /></span>
            <div>
                <h2>
                    <a id=title() href=format!("/sessions/{id}")>{name}</a> " " <span class="badge" role="status">{word}</span>
                    <span class="tag" hidden=move || !is(|card| card.is_primary)>{words.primary_tag}</span>
                    <span class="tag" hidden=move || is(|card| card.is_enabled)>{words.off_tag}</span>
                </h2>
                <div class="facts">
                    <span hidden=move || phone().is_empty()>{phone}</span>
                    <span hidden=move || account().is_empty()>
                        {words.session} " " <code>{account}</code>
                        <button type="button" class="quiet icon" aria-label=words.copy_session on:click=move |_| state.copy(account())>
                            <Icon name="copy" size=14 />
                        </button>
                    </span>
                    <span hidden=move || key().is_empty()>
                        {words.api_key} " " <code>{key}</code>
                        <small hidden=move || !is(|card| card.shared_key)>
                            {words.shared_key}
                        </small>
                    </span>
                    <span class="seen">{seen}</span>
                </div>
            </div>
            {state.admin.then(move || view! {
                <div class="acts">
                    <span class="offer" hidden=move || offers() != Some(Offer::GoOn)>
                        <ConnectButton state goal=Goal::Reconnect(id) class="primary" icon_name="" text=words.go_on />
                    </span>
                    <span class="offer" hidden=move || offers() != Some(Offer::Reconnect)>
                        <ConnectButton state goal=Goal::Reconnect(id) class="primary" icon_name="" text=words.reconnect />
                    </span>
                    <button type="button" class="danger" command="show-modal" commandfor=DISCONNECT data-goal=id.to_string() on:click=move |_| ask()>{words.disconnect}</button>
                    <button type="button" class="quiet icon" aria-label=words.more popovertarget=menu()><Icon name="more" size=18 /></button>
                    <div class="menu" id=menu() popover="auto">
                        <button type="button" class="quiet" command="show-modal" commandfor=RENAME data-goal=id.to_string() on:click=move |_| ask()>
                            <Icon name="edit" size=18 /> {words.rename}
                        </button>
                        <button type="button" class="quiet" hidden=move || offers().is_some() command="show-modal" commandfor=CONNECT data-goal=id.to_string()
                            on:click=move |_| state.connect(Goal::Reconnect(id))>
                            <Icon name="refresh" size=18 /> {words.reconnect}
                        </button>
                        <form method="post" action=format!("/sessions/{id}/manage")>
                            <input type="hidden" name="from" value="list" />
                            <button class="quiet" name="act" value="primary" hidden=move || is(|card| card.is_primary)>
                                <Icon name="star" size=18 /> {words.make_primary}
                            </button>
                            <button class="quiet" name="act" value="disable" hidden=move || !is(|card| card.is_enabled)>
                                <Icon name="power" size=18 /> {words.disable}
                            </button>
                            <button class="quiet" name="act" value="enable" hidden=move || is(|card| card.is_enabled)>
                                <Icon name="power" size=18 /> {words.enable}
                            </button>
                        </form>
                    </div>
                </div>
            })}
            <p class="note" hidden=move || note().is_empty()>{note} " " <a href=move || help(&topic())>{words.help}</a></p>
        </article>
    }
}
