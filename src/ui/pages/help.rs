//! «Что делать»: a short page for everything that can go wrong, and a list of them. It says nothing of any organization, and
//! asks nobody, so that it can be read when nothing else works.

use leptos::prelude::*;

use crate::{
    api::{ErrorCode, wire::Card},
    domain::{evidence::Trouble, state::SessionState},
    ui::{
        shell::{Frame, Shell},
        words::help::{Words, t},
    },
};

/// The part of an address, and the text.
type Topic = (&'static str, fn(&Words) -> &'static str);

const TOPICS: &[Topic] = &[
    ("signed-out", |words| words.signed_out),
    ("sign-in", |words| words.sign_in),
    ("forbidden", |words| words.forbidden),
    ("not-found", |words| words.not_found),
    ("cancelled", |words| words.cancelled),
    ("bad-input", |words| words.bad_input),
    ("gateway-unreachable", |words| words.gateway_down),
    ("gateway-slow", |words| words.gateway_slow),
    ("gateway-unwell", |words| words.gateway_unwell),
    ("gateway-nonsense", |words| words.gateway_nonsense),
    ("gateway-refused", |words| words.gateway_refused),
    ("unavailable", |words| words.unavailable),
    ("internal", |words| words.internal),
    ("offline", |words| words.offline),
    ("no-code", |words| words.no_code),
    ("failed", |words| words.failed),
    ("dropped", |words| words.dropped),
    ("logged-out", |words| words.logged_out),
    ("scan", |words| words.scan),
    ("unreadable", |words| words.unreadable),
    ("undelivered", |words| words.undelivered),
    ("gone", |words| words.gone),
    ("too-large", |words| words.too_large),
    ("too-many", |words| words.too_many),
    ("method", |words| words.method),
];

/// The topic of a failure, as a part of an address.
#[must_use]
pub fn of_code(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::SignedOut => "signed-out",
        ErrorCode::Forbidden => "forbidden",
        ErrorCode::NotFound => "not-found",
        ErrorCode::Cancelled => "cancelled",
        ErrorCode::BadInput => "bad-input",
        ErrorCode::GatewayDown => "gateway-unreachable",
        ErrorCode::GatewaySlow => "gateway-slow",
        ErrorCode::GatewayUnwell => "gateway-unwell",
        ErrorCode::GatewayNonsense => "gateway-nonsense",
        ErrorCode::GatewayRefused => "gateway-refused",
        ErrorCode::Unavailable => "unavailable",
        ErrorCode::Internal => "internal",
        ErrorCode::Offline => "offline",
    }
}

/// The topic of what a card says beside the state, or of the state where it is not as it should be.
#[must_use]
pub fn of_card(card: &Card) -> Option<&'static str> {
    if let Some((trouble, _)) = card.trouble {
        return Some(match trouble {
            Trouble::Unreachable => "gateway-unreachable",
            Trouble::Unwell => "gateway-unwell",
            Trouble::Nonsense => "gateway-nonsense",
            Trouble::Refused => "gateway-refused",
        });
    }
    if card.account.is_none() && card.attempt.is_none() {
        return Some("unreadable");
    }
    match card.state {
        SessionState::Disconnected | SessionState::Reconnecting => Some("dropped"),
        SessionState::LoggedOut => Some("logged-out"),
        SessionState::Failed => Some("failed"),
        SessionState::AwaitingScan => Some("scan"),
        SessionState::Starting | SessionState::Linking | SessionState::Connected => None,
    }
}

/// The topic of an HTTP status.
#[must_use]
pub fn of_status(status: u16) -> &'static str {
    match status {
        401 => "signed-out",
        403 => "forbidden",
        404 => "not-found",
        405 => "method",
        409 => "cancelled",
        410 => "gone",
        413 => "too-large",
        429 => "too-many",
        502..=504 => "unavailable",
        500.. => "internal",
        _ => "bad-input",
    }
}

/// The way from a message to its topic.
#[component]
pub fn HelpLink(
    /// A topic or a code.
    topic: &'static str,
) -> impl IntoView {
    view! { <a href=format!("/help/{topic}")>{t().what_to_do}</a> }
}

/// What is asked for: a topic, or the code of a failure, which is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    topic: &'static str,
    ticket: Option<String>,
}

impl Asked {
    /// `gateway-slow`, or `GW-504-7K2` as somebody may have written it down; `None` if there is no advice for it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |topic: &str| TOPICS.iter().find(|(slug, _)| *slug == topic).map(|(slug, _)| *slug);
        if let Some(topic) = known(text) {
            return Some(Self { topic, ticket: None });
        }
        let ticket = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = ticket.split('-').collect();
        let [area, status, tail] = parts[..] else { return None };
        let status: u16 = status.parse().ok()?;
        if tail.len() != 3 || !tail.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let all = ErrorCode::ALL.into_iter();
        let code = all.into_iter().find(|code| code.area() == area && code.status() == status)?;
        Some(Self { topic: of_code(code), ticket: Some(ticket) })
    }
}

/// One topic.
#[component]
pub fn HelpPage(
    /// What every page has.
    frame: Frame,
    /// Which.
    asked: Asked,
) -> impl IntoView {
    let text = TOPICS.iter().find(|(slug, _)| *slug == asked.topic).map_or("", |(_, read)| read(t()));
    let mut parts = text.split('|');
    let (title, meaning) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let steps = parts.map(|step| view! { <li>{step}</li> }).collect_view();
    let ticket = asked.ticket.map(|ticket| {
        view! {
            <p>{t().code}" "<code>{ticket}</code></p>
            <p class="fine">{t().code_about}</p>
        }
    });
    view! {
        <Shell frame title=title>
            <article class="gate-card advice">
                <h1>{title}</h1>
                <p>{meaning}</p>
                <h2>{t().what_to_do}</h2>
                <ol>{steps}</ol>
                {ticket}
                <p class="acts"><a class="button" href="/">{t().home}</a> <a href="/help">{t().all}</a></p>
            </article>
        </Shell>
    }
}

/// All of them.
#[component]
pub fn HelpList(
    /// What every page has.
    frame: Frame,
) -> impl IntoView {
    let topics = TOPICS.iter().map(|(slug, read)| {
        let title = read(t()).split('|').next().unwrap_or_default();
        view! { <li><a href=format!("/help/{slug}")>{title}</a></li> }
    });
    view! {
        <Shell frame title=t().title>
            <section class="gate-card advice">
                <h1>{t().title}</h1>
                <p>{t().about}</p>
                <ul>{topics.collect_view()}</ul>
                <p><a class="button" href="/">{t().home}</a></p>
            </section>
        </Shell>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::ui::words;

    #[test]
    fn every_failure_has_advice_in_every_language() {
        let slugs: HashSet<_> = TOPICS.iter().map(|(slug, _)| *slug).collect();
        assert_eq!(slugs.len(), TOPICS.len());
        let failures = ErrorCode::ALL.map(of_code).into_iter().chain((400..600).map(of_status));
        for topic in failures {
            assert!(slugs.contains(topic), "{topic}");
        }
        for texts in words::languages() {
            for (slug, read) in TOPICS {
                let parts: Vec<_> = read(&texts.help).split('|').collect();
                assert!(parts.len() >= 3 && parts.iter().all(|part| part.len() > 5), "{} {slug}", texts.code);
            }
        }
    }

    #[test]
    fn a_code_leads_to_its_topic_however_it_is_typed() {
        let mut codes = HashSet::new();
        for code in ErrorCode::ALL.into_iter().filter(|code| *code != ErrorCode::Offline) {
            let ticket = format!("{}-{}-7K2", code.area(), code.status());
            assert_eq!(
                Asked::parse(&ticket.to_lowercase()),
                Some(Asked { topic: of_code(code), ticket: Some(ticket.clone()) })
            );
            assert!(codes.insert(ticket), "two failures with one code");
        }
        assert_eq!(Asked::parse("dropped"), Some(Asked { topic: "dropped", ticket: None }));
        for nothing in ["", "nothing", "GW-504", "GW-504-<b>", "GW-504-7K22", "XX-504-7K2", "GW-999-7K2"] {
            assert_eq!(Asked::parse(nothing), None, "{nothing}");
        }
    }
}
