//! A list of many: searched, narrowed and sorted.

use crate::domain::{
    many::{Group, Only, Sort},
    time::Timestamp,
};

use super::ports::Session;

/// What a list is narrowed to, and its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    /// A part of the name, the phone or the account number, in any case; everything if it is empty.
    pub text: String,
    /// Which sessions.
    pub only: Only,
    /// What comes first.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
}

impl Browse {
    /// What is left of `sessions`, which are in their usual order, at `now`.
    #[must_use]
    pub fn of(&self, sessions: Vec<Session>, now: Timestamp) -> Vec<Session> {
        let needle = Needle::of(&self.text);
        let mut left: Vec<_> =
            sessions.into_iter().filter(|session| takes(self.only, session, now) && needle.is_in(session)).collect();
        match self.sort {
            Sort::Usual => {}
            Sort::Name => left.sort_by_cached_key(|session| session.name.to_lowercase()),
            Sort::State => left.sort_by_key(|session| place(session, now)),
            Sort::Checked => left.sort_by_key(|session| session.live.evidence.checked_at),
        }
        if self.descending {
            left.reverse();
        }
        left
    }
}

/// Whether a session is one of those.
fn takes(only: Only, session: &Session, now: Timestamp) -> bool {
    match only {
        Only::All => true,
        Only::Group(group) => session.group(now) == group,
        Only::Off => !session.is_enabled,
    }
}

fn place(session: &Session, now: Timestamp) -> usize {
    let group = session.group(now);
    Group::ALL.iter().position(|each| *each == group).unwrap_or_default()
}

/// What is searched for.
struct Needle {
    text: String,
    /// A phone is typed with spaces, brackets and dashes, or without.
    digits: String,
}

impl Needle {
    fn of(text: &str) -> Self {
        let is_number = text.chars().all(|letter| letter.is_ascii_digit() || " +-()".contains(letter));
        let digits = if is_number { text.chars().filter(char::is_ascii_digit).collect() } else { String::new() };
        Self { text: text.trim().to_lowercase(), digits }
    }

    fn is_in(&self, session: &Session) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        session.name.to_lowercase().contains(&self.text)
            || !self.digits.is_empty()
                && (session.live.phone.as_ref().is_some_and(|phone| digits(&phone.to_string()).contains(&self.digits))
                    || session.account.as_ref().is_some_and(|number| number.as_str().contains(&self.digits)))
    }
}
