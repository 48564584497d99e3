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
    of_state(card.state, words)
}

/// The badge of a state alone.
pub fn of_state(state: SessionState, words: &PanelWords) -> Badge {
    let tone = match state {
        SessionState::Connected => "ok",
        SessionState::Starting | SessionState::Linking | SessionState::Reconnecting => "info",
        SessionState::AwaitingScan => "wait",
        SessionState::Disconnected | SessionState::Failed => "bad",
        SessionState::LoggedOut => "gone",
    };
    Badge { tone, word: words.state(state) }
}

/// «проверено 12 с назад, webhook», or the last known state where the gateway is silent.
pub fn evidence(card: &Card, now: Timestamp, words: &PanelWords) -> String {
    let Some(at) = card.checked_at else { return words.never_checked.to_owned() };
    let ago = words.ago((now.0 - at.0) / 1_000);
    if card.trouble.is_some() {
        return format!("{} {}, {ago}", words.last_known, lower_first(words.state(card.state)));
    }
    match card.source {
        Some(source) => format!("{} {ago}, {}", words.checked, words.source(source)),
        None => format!("{} {ago}", words.checked),
    }
}

/// «нужен QR-код»: a state in the middle of a sentence.
fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{evidence::Source, ids::IntegrationId},
        ui::words::panel::t,
    };

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn card(state: SessionState, seconds_ago: i64) -> Card {
        Card {
            id: IntegrationId(uuid::Uuid::nil()),
            name: "WhatsApp".to_owned(),
            account: Some("179".to_owned()),
            key: None,
            is_primary: false,
            is_enabled: true,
            shared_key: false,
            phone: None,
            state,
            checked_at: Some(Timestamp(NOW.0 - seconds_ago * 1_000)),
            source: Some(Source::Webhook),
            trouble: None,
            settles_at: None,
            attempt: None,
        }
    }

    #[test]
    fn every_state_has_its_word_and_a_tone() {
        for state in SessionState::ALL {
            let badge = badge(&card(state, 0), true, NOW, t());
            assert_eq!(badge.word, t().state(state));
            assert_eq!(badge.tone == "ok", state == SessionState::Connected, "green is connected alone");
        }
    }

    /// Lesson 8: a gateway that cannot be asked is neither "disconnected" nor a guess.
    #[test]
    fn lesson_08_trouble_is_shown_over_every_state() {
        for state in SessionState::ALL {
            for trouble in [Trouble::Unreachable, Trouble::Unwell, Trouble::Nonsense] {
                let silent = Card { trouble: Some((trouble, NOW)), ..card(state, 12) };
                let badge = badge(&silent, true, NOW, t());
                assert_eq!((badge.tone, badge.word), ("odd", "Шлюз недоступен"));
                let seen = evidence(&silent, NOW, t());
                assert_eq!(seen, format!("последний раз: {}, 12 с назад", lower_first(t().state(state))));
            }
        }
    }

    /// Lesson 9: what was last seen long ago is being checked, and not simply believed.
    #[test]
    fn lesson_09_an_old_state_is_being_checked() {
        let word = |ago, checking| badge(&card(SessionState::Connected, ago), checking, NOW, t()).word;
        assert_eq!((word(61, true), word(60, true), word(61, false)), ("Проверка…", "Подключено", "Подключено"));
        let never = Card { checked_at: None, ..card(SessionState::Starting, 0) };
        assert_eq!(evidence(&never, NOW, t()), "ещё не проверено");
    }

    #[test]
    fn evidence_says_when_and_by_what() {
        let probed = Card { source: Some(Source::Probe), ..card(SessionState::Connected, 125) };
        assert_eq!(evidence(&card(SessionState::Connected, 12), NOW, t()), "проверено 12 с назад, webhook");
        assert_eq!(evidence(&probed, NOW, t()), "проверено 2 мин назад, запрос");
        assert_eq!(evidence(&card(SessionState::Connected, -5), NOW, t()), "проверено только что, webhook");
    }

    #[test]
    fn what_is_down_can_be_brought_back_and_what_is_open_gone_on_with() {
        for state in SessionState::ALL {
            let down = state.is_down() || state == SessionState::AwaitingScan;
            assert_eq!(offer(&card(state, 0)), down.then_some(Offer::Reconnect), "{state:?}");
            let open =
                Card { attempt: Some("00000000-0000-4000-8000-000000000001".parse().unwrap()), ..card(state, 0) };
            assert_eq!(offer(&open), Some(Offer::GoOn), "{state:?}");
        }
        let unreadable = Card { account: None, ..card(SessionState::Failed, 0) };
        assert_eq!(offer(&unreadable), None, "there is nothing to bring back");
    }
}
