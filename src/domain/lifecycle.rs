//! A state with the patience of three seconds: bad news about a connected session is held back that long,
//! so that a flapping gateway does not make the card flicker. Good news is shown at once, and so is an unlinking.

use std::time::Duration;

use super::{
    state::{Observation, SessionState},
    time::Timestamp,
};

/// How long a change downwards is held before it is believed.
pub const HOLD: Duration = Duration::from_secs(3);

/// What is held since then or longer is believed at `now`.
#[must_use]
pub fn believed_since(now: Timestamp) -> Timestamp {
    Timestamp(now.0.saturating_sub(i64::try_from(HOLD.as_millis()).unwrap_or(i64::MAX)))
}

/// A state and, while it is held, the worse one that was seen.
///
/// Nothing has to run when the time is over: what is shown follows from the clock alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    /// The last state that was believed.
    pub state: SessionState,
    /// A worse state and when it was first seen.
    pub held: Option<(SessionState, Timestamp)>,
}

impl Lifecycle {
    /// A state with nothing held.
    #[must_use]
    pub fn new(state: SessionState) -> Self {
        Self { state, held: None }
    }

    /// The state to show at `now`.
    #[must_use]
    pub fn shown(&self, now: Timestamp) -> SessionState {
        match self.held {
            Some((worse, since)) if since <= believed_since(now) => worse,
            _ => self.state,
        }
    }

    /// When a held change will be believed, for a page that wants to ask again then.
    #[must_use]
    pub fn settles_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.held.map(|(_, since)| since.plus(HOLD)).filter(|at| *at > now)
    }

    /// What follows from an observation made at `now`.
    #[must_use]
    pub fn observe(&self, seen: &Observation, now: Timestamp) -> Self {
        let shown = self.shown(now);
        if shown != SessionState::Connected {
            return Self::new(shown.after(seen));
        }
        let seen_from = self.held.map_or(shown, |(worse, _)| worse);
        match seen_from.after(seen) {
            SessionState::Connected => Self::new(SessionState::Connected),
            // somebody did that on the phone: no gateway flaps like this
            SessionState::LoggedOut => Self::new(SessionState::LoggedOut),
            worse => {
                let since = self.held.map_or(now, |(_, since)| since);
                Self { state: SessionState::Connected, held: Some((worse, since)) }
            }
        }
    }
}
