//! One session: what is known of it and how, what became of it, what the platform told, and its webhook key.

mod events;
mod facts;
mod history;
mod key;
mod manage;

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, ids::IntegrationId, time::Timestamp, uptime::Share},
    ui::{
        inert::IntoInert as _,
        pages::{copy::CopyScript, uptime::UptimeBar},
        panel::badge::Badge,
        shell::{Frame, Section, Shell},
        words::{many, session::t},
    },
};

pub use events::{EventRow, Events, Fate, Reason, Replayed};
pub use facts::Facts;
pub use history::ChangeRow;
pub use key::{ChangeKey, KeyNote, WebhookKey};
pub use manage::ManageNote;

/// Ids of the page's parts: addresses lead to them.
pub const HISTORY: &str = "history";
/// See [`HISTORY`].
pub const EVENTS: &str = "events";
/// See [`HISTORY`].
pub const MANAGE: &str = "manage";
/// See [`HISTORY`].
pub const WEBHOOK_KEY: &str = "webhook-key";

/// A session as its page shows it.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The server's clock.
    pub now: Timestamp,
    /// What is known now.
    pub facts: Facts,
    /// How much of each of the last days it was connected, the oldest first.
    pub days: Vec<(Timestamp, Share)>,
    /// Its changes, the newest first.
    pub changes: Vec<ChangeRow>,
    /// A page of its events.
    pub events: Events,
    /// Its webhook key, for administrators.
    pub key: Option<WebhookKey>,
    /// What has just been done to it.
    pub manage: Option<ManageNote>,
    /// Whether the viewer may change it and read the audit.
    pub is_admin: bool,
}

/// What of a session a page shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// Everything.
    Whole(Box<SessionView>),
    /// The question before its webhook key is changed.
    ChangeKey(ChangeKey),
}

/// The page of a session. No script.
#[component]
pub fn SessionPage(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// What is shown.
    part: Part,
) -> impl IntoView {
    let title = match &part {
        Part::Whole(shown) => shown.facts.card.name.clone(),
        Part::ChangeKey(_) => t().change_key_title.to_owned(),
    };
    let content = match part {
        Part::Whole(shown) => view! { <Whole shown=*shown /> }.into_inert(),
        Part::ChangeKey(asked) => view! { <key::ChangeKeyPart asked /> }.into_inert(),
    };
    view! {
        <Shell frame title viewer here=Section::Integrations>
            {content}
        </Shell>
    }
}

#[component]
fn Whole(shown: SessionView) -> impl IntoView {
    let SessionView { now, facts, days, changes, events, key, manage, is_admin } = shown;
    let id = facts.card.id;
    let managed = is_admin.then(|| {
        let card = facts.card.clone();
        view! { <manage::ManagePart card note=manage /> }
    });
    let parts = is_admin.then_some((MANAGE, many::t().manage)).into_iter();
    let parts = parts.chain([(HISTORY, t().history), (EVENTS, t().events)]);
    let parts = parts.chain(key.as_ref().map(|_| (WEBHOOK_KEY, t().webhook_key)));
    let links = parts.map(|(part, name)| view! { <a href=format!("#{part}")>{name}</a> }).collect_view();
    let audit = is_admin.then(|| view! { <a href=format!("/audit?session={id}")>{t().audit}</a> });
    view! {
        <p class="up"><a href="/">{t().back}</a></p>
        <facts::FactsPart facts now />
        <UptimeBar days />
        <nav class="parts" aria-label=t().parts>{links} {audit}</nav>
        {managed}
        <history::HistoryPart changes now />
        <events::EventsPart id events now />
        {key.map(|key| view! { <key::KeyPart id key /> })}
        <CopyScript />
    }
}

/// The address of a session's page.
pub(super) fn address(id: IntegrationId) -> String {
    format!("/sessions/{id}")
}

/// A word with its dot; the tone is a class.
fn badge_view(badge: Badge) -> impl IntoView {
    view! { <span class=format!("badge {}", badge.tone)>{badge.word}</span> }
}
