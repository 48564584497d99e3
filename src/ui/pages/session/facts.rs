//! What is known of a session now, and how.

use leptos::prelude::*;

use crate::{
    api::wire::Card,
    domain::time::Timestamp,
    ui::{
        inert::IntoInert as _,
        pages::{
            copy::CopyButton,
            help::{self, HelpLink},
            when::When,
        },
        panel::badge::{badge, of_state},
        words::{panel, session::t},
    },
};

use super::badge_view;

/// What is known of a session, and how.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What its card shows too.
    pub card: Card,
    /// The platform's own word when the state was confirmed.
    pub word: Option<String>,
    /// When the gateway was last asked, answered or not.
    pub asked_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it was connected for the first time.
    pub first_connected_at: Option<Timestamp>,
}

#[component]
pub(super) fn FactsPart(facts: Facts, now: Timestamp) -> impl IntoView {
    let Facts { card, word, asked_at, created_at, first_connected_at } = facts;
    let badge = badge(&card, false, now, panel::t());
    let note = match &card {
        Card { trouble: Some((trouble, _)), .. } => Some(panel::t().trouble_note(*trouble)),
        Card { account: None, attempt: None, .. } => Some(panel::t().no_number),
        _ => None,
    };
    let topic = help::of_card(&card);
    let code = |text: Option<String>| match text {
        Some(text) => view! { <code>{text}</code> }.into_inert(),
        None => t().nothing.into_inert(),
    };
    let checked = match card.checked_at {
        Some(at) => view! {
            {card.source.map(|source| format!("{}, ", t().cause_of(Some(source))))}
            <When at now />
        }
        .into_inert(),
        None => panel::t().never_checked.into_inert(),
    };
    let gateway = match (card.trouble, asked_at) {
        (Some((trouble, at)), _) => view! { {t().trouble(trouble)} ", " {t().since} " " <When at now /> }.into_inert(),
        (None, Some(at)) => view! { {t().answers} ", " {t().asked} " " <When at now /> }.into_inert(),
        (None, None) if card.checked_at.is_some() => t().no_trouble.into_inert(),
        (None, None) => t().never_asked.into_inert(),
    };
    let last_known = card.trouble.is_some().then(|| badge_view(of_state(card.state, panel::t())));
    let connected = match first_connected_at {
        Some(at) => view! { <When at now /> }.into_inert(),
        None => t().never_connected.into_inert(),
    };
    view! {
        <div class="head titled">
            <h1>{card.name}</h1>
            {badge_view(badge)}
        </div>
        {note.map(|note| view! { <p class=format!("note {}", badge.tone)>{note}</p> })}
        {topic.map(|topic| view! { <p><HelpLink topic /></p> })}
        <section class="known" aria-label=t().facts>
            <dl>
                <div><dt>{t().phone}</dt><dd>{card.phone.unwrap_or_else(|| t().no_phone.to_owned())}</dd></div>
                <div>
                    <dt>{t().account}</dt>
                    <dd>
                        {code(card.account.clone())}
                        {card.account.map(|text| view! { " " <CopyButton text what=t().account /> })}
                    </dd>
                </div>
                <div>
                    <dt>{t().key}</dt>
                    <dd>{code(card.key)} {card.shared_key.then(|| view! { " " <small>{panel::t().shared_key}</small> })}</dd>
                </div>
                {last_known.map(|badge| view! { <div><dt>{t().last_known}</dt><dd>{badge}</dd></div> })}
                <div><dt>{t().checked}</dt><dd>{checked}</dd></div>
                <div><dt>{t().word}</dt><dd>{code(word)}</dd></div>
                <div><dt>{t().gateway}</dt><dd>{gateway}</dd></div>
                <div><dt>{t().created}</dt><dd><When at=created_at now /></dd></div>
                <div><dt>{t().connected}</dt><dd>{connected}</dd></div>
            </dl>
        </section>
    }
}
