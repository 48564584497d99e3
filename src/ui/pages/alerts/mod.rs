//! «Оповещения»: plain forms, for administrators.

mod allow;
mod forms;
mod tables;

use leptos::prelude::*;

use crate::{
    domain::{
        actor::Actor,
        alert::{AlertChannel, AlertMessage, ChannelKind},
        time::Timestamp,
    },
    ui::{
        inert::IntoInert as _,
        pages::{help::HelpLink, link_field::LinkField},
        shell::{Frame, Section, Shell},
        words::{alerts::t, fill},
    },
};

/// What the page shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// Everything.
    Alerts(Box<AlertsShown>),
    /// The question before a channel goes.
    Remove(Box<AlertChannel>),
}

/// Everything.
#[derive(Clone, Debug)]
pub struct AlertsShown {
    /// The oldest first.
    pub channels: Vec<AlertChannel>,
    /// After how many minutes people are told.
    pub after: u32,
    /// The longest wait that can be said.
    pub latest: u32,
    /// The newest first.
    pub messages: Vec<AlertMessage>,
    /// Whether mail can be sent.
    pub mail: bool,
    /// What was typed before and cannot be taken.
    pub bad: Option<(BadAlert, String)>,
    /// What is to be said first.
    pub note: Option<Note>,
}

/// What cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAlert {
    /// The address of this kind.
    Address(ChannelKind),
    /// The token.
    Token,
    /// The number of minutes.
    Minutes,
    /// There are this many channels.
    TooMany(u32),
}

/// What is to be said first.
#[derive(Clone, Debug)]
pub enum Note {
    /// A webhook was added; its secret.
    Secret(String),
    /// A channel was added.
    Added,
    /// One was removed.
    Removed,
    /// The number of minutes was kept.
    Saved,
    /// A test was taken.
    Tested,
    /// A test was not taken, and why.
    Untested(String),
    /// A mail was tried a moment ago.
    TooSoon,
    /// A message is sent again.
    Retried,
}

/// The page.
#[component]
pub fn AlertsPage(
    /// What every page has.
    frame: Frame,
    /// An administrator.
    viewer: Actor,
    /// What to show.
    part: Part,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let content = match part {
        Part::Remove(channel) => view! { <Remove channel=*channel /> }.into_inert(),
        Part::Alerts(shown) => view! { <AlertsPart shown=*shown now /> }.into_inert(),
    };
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Alerts live=true>
            {content}
        </Shell>
    }
}

#[component]
fn AlertsPart(shown: AlertsShown, now: Timestamp) -> impl IntoView {
    let AlertsShown { channels, after, latest, messages, mail, bad, note } = shown;
    let browsers = channels.iter().any(|channel| channel.kind == ChannelKind::Browser);
    let list = if channels.is_empty() {
        view! { <p class="note odd">{t().none}</p> }.into_inert()
    } else {
        view! { <tables::Channels rows=channels.clone() /> }.into_inert()
    };
    let told = if messages.is_empty() {
        view! { <p class="none">{t().no_messages}</p> }.into_inert()
    } else {
        view! { <tables::Messages rows=messages channels now /> }.into_inert()
    };
    view! {
        <div class="head">
            <div>
                <h1>{t().title}</h1>
                <p class="fine">{t().about}</p>
            </div>
        </div>
        {note.map(|note| view! { <Said note /> })}
        <section class="listed" aria-labelledby="channels-title">
            <h2 id="channels-title">{t().channels}</h2>
            {list}
            {browsers.then(|| view! { <allow::Allow /> })}
        </section>
        <forms::After after latest bad=bad.clone() />
        <forms::Add bad mail browsers />
        <section class="listed" aria-labelledby="messages-title">
            <h2 id="messages-title">{t().messages}</h2>
            {told}
        </section>
    }
}

#[component]
fn Said(note: Note) -> impl IntoView {
    let good = |text: String| view! { <p class="note ok" role="status">{text}</p> }.into_inert();
    match note {
        Note::Secret(secret) => {
            view! { <LinkField label=t().secret link=secret about=t().secret_about /> }.into_inert()
        }
        Note::Added => good(t().added.to_owned()),
        Note::Removed => good(t().removed.to_owned()),
        Note::Saved => good(t().after_saved.to_owned()),
        Note::Tested => good(t().tested.to_owned()),
        Note::Retried => good(t().retried.to_owned()),
        Note::TooSoon => view! { <p class="note odd" role="alert">{t().too_soon}</p> }.into_inert(),
        Note::Untested(why) => view! {
            <p class="note odd" role="alert">{fill(t().untested, &[&why])}" "<HelpLink topic="undelivered" /></p>
        }
        .into_inert(),
    }
}

/// A question is a dialog; this one is a page of its own, so that it needs no script.
#[component]
fn Remove(channel: AlertChannel) -> impl IntoView {
    let name = format!("{}: {}", tables::kind(channel.kind), tables::whither(&channel));
    view! {
        <dialog open class="ask lone" aria-labelledby="remove-title" aria-describedby="remove-text">
            <div class="dhead"><h1 id="remove-title">{t().remove_title}</h1></div>
            <div class="dbody">
                <p><b>{name}</b></p>
                <p id="remove-text">{t().remove_text}</p>
            </div>
            <form class="dfoot" method="post" action=format!("/alerts/channels/{}/remove", channel.id)>
                <a class="button" href="/alerts" autofocus>{t().cancel}</a>
                <button class="danger" type="submit">{t().remove}</button>
            </form>
        </dialog>
    }
}
