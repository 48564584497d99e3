//! One session.

use leptos::prelude::*;

use crate::{api::wire::Card, domain::ids::IntegrationId, ui::icon::Icon};

use super::{
    attempt::Goal,
    badge::{Offer, badge, evidence, offer},
    connect::{ConnectButton, help},
    state::{CONNECT, DISCONNECT, RENAME, State},
};

/// A card of the list. It reads its session by id, so that a new list changes the words and keeps the element.
#[component]
pub fn SessionCard(state: State, id: IntegrationId) -> impl IntoView {
    let words = state.words;
    let found = Memo::new(move |before: Option<&Option<Card>>| {
        let now = state.cards.with(|cards| cards.iter().find(|card| card.id == id).cloned());
        // a card that is leaving the list keeps its last words
        now.or_else(|| before.cloned().flatten())
    });
    let part = move |read: fn(&Card) -> String| found.with(|card| card.as_ref().map(read).unwrap_or_default());
    let is = move |read: fn(&Card) -> bool| found.with(|card| card.as_ref().is_some_and(read));
    let shown = Memo::new(move |_| {
        let (checking, now) = (state.checking.get(), state.now.get());
        found.with(|card| {
            let card = card.as_ref()?;
            Some((badge(card, checking, now, words), evidence(card, now, words), offer(card)))
        })
    });
    let tone = move || shown.with(|shown| shown.as_ref().map_or("off", |(badge, ..)| badge.tone));
    let word = move || shown.with(|shown| shown.as_ref().map_or("", |(badge, ..)| badge.word));
    let seen = move || shown.with(|shown| shown.as_ref().map(|(_, seen, _)| seen.clone()).unwrap_or_default());
    let offers = move || shown.with(|shown| shown.as_ref().and_then(|(.., offer)| *offer));
    let note = move || {
        found.with(|card| match card {
            Some(Card { trouble: Some((trouble, _)), .. }) => words.trouble_note(*trouble),
            Some(Card { account: None, attempt: None, .. }) => words.no_number,
            _ => "",
        })
    };
    let topic = move || {
        found.with(|card| match card {
            Some(Card { trouble: Some((trouble, _)), .. }) => ["gateway-", trouble.as_str()].concat(),
            _ => "unreadable".to_owned(),
        })
    };
    let account = move || part(|card| card.account.clone().unwrap_or_default());
    let key = move || part(|card| card.key.clone().unwrap_or_default());
    let phone = move || part(|card| card.phone.clone().unwrap_or_default());
    let name = move || part(|card| card.name.clone());
    let menu = move || format!("menu-{id}");
    let title = move || format!("name-{id}");
    let ask = move || {
        if let Some(card) = found.get_untracked() {
            state.question(card);
        }
    };
    view! {
        <article class=move || format!("card {}", tone()) aria-labelledby=title()>
            <span class="mark"><Icon name="chat" size=24 /></span>
            <div>
                <h2>
                    <a href=format!("/sessions/{id}")><span id=title()>{name}</span></a> " " <span class="badge" role="status">{word}</span>
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
