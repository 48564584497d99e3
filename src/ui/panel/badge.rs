//! What a card says of its session, as plain values.

use crate::{
    api::wire::Card,
    domain::{evidence::Trouble, state::SessionState, time::Timestamp},
    ui::words::panel::PanelWords,
};

/// A state confirmed longer ago than this is shown as «Проверка…» while it is being asked for, in milliseconds.
const STALE: i64 = 60_000;

/// A word and its tone, which is a CSS class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// `ok`, `info`, `wait`, `odd`, `bad`, `gone` or `off`
    pub tone: &'static str,
    /// What it says.
    pub word: &'static str,
}

/// The badge of a card. A gateway that tells us nothing is said so, never guessed over.
pub fn badge(card: &Card, checking: bool, now: Timestamp, words: &PanelWords) -> Badge {
    if let Some((trouble, _)) = card.trouble {
        let tone = if trouble == Trouble::Refused { "bad" } else { "odd" };
        return Badge { tone, word: words.trouble(trouble) };
    }
    let stale = card.checked_at.is_none_or(|at| now.0 - at.0 > STALE);
    if checking && stale && card.account.is_some() {
        return Badge { tone: "off checking", word: words.checking };
    }
    if card.account.is_none() && card.attempt.is_none() {
        return Badge { tone: "bad", word: words.state(SessionState::Failed) };
    }
    let tone = match card.state {
        SessionState::Connected => "ok",
        SessionState::Starting | SessionState::Linking | SessionState::Reconnecting => "info",
        SessionState::AwaitingScan => "wait",
        SessionState::Disconnected | SessionState::Failed => "bad",
        SessionState::LoggedOut => "gone",
    };
    Badge { tone, word: words.state(card.state) }
}

/// «проверено 12 с назад, webhook», or the last known state where the gateway is silent.
pub fn evidence(card: &Card, now: Timestamp, words: &PanelWords) -> String {
    let Some(at) = card.checked_at else { return words.never_checked.to_owned() };
    let ago = words.ago((now.0 - at.0) / 1_000);
    if card.trouble.is_some() {
        return format!("{} {}, {ago}", words.last_known, words.state(card.state).to_lowercase());
    }
    match card.source {
        Some(source) => format!("{} {ago}, {}", words.checked, words.source(source)),
        None => format!("{} {ago}", words.checked),
    }
}

/// The card's first button, where it has one beside «Отключить».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// «Продолжить подключение»: an attempt is open, perhaps from before a reload.
    GoOn,
    /// «Переподключить»
    Reconnect,
}

/// What to offer for a card.
pub fn offer(card: &Card) -> Option<Offer> {
    match card.state {
        _ if card.attempt.is_some() => Some(Offer::GoOn),
        SessionState::Disconnected | SessionState::LoggedOut | SessionState::Failed | SessionState::AwaitingScan => {
            card.account.is_some().then_some(Offer::Reconnect)
        }
        _ => None,
    }
}
