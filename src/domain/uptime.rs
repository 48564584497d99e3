//! How much of the time a session was connected, as its history tells. What the history does not tell counts as unknown,
//! and the time before a first connection is not held against anybody.

use std::time::Duration;

use super::{state::SessionState, time::Timestamp};

/// The length of a day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1_000;

/// When a session was connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// From when on it was connected or not, the oldest first.
    turns: Vec<(Timestamp, bool)>,
}

/// A part of some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How long it was connected.
    pub up: Duration,
    /// How long it is known whether it was.
    pub known: Duration,
}

impl Share {
    /// Tenths of a per cent, rounded down: what was down for a moment is never whole. `None` if nothing is known.
    #[must_use]
    pub fn permille(self) -> Option<u32> {
        let known = self.known.as_millis();
        (known > 0).then(|| u32::try_from(self.up.as_millis() * 1_000 / known).unwrap_or(1_000))
    }

    /// Both parts together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { up: self.up + other.up, known: self.known + other.known }
    }
}

impl Track {
    /// From a session's changes, the oldest first: when, what the state was before, and what it was from then on.
    #[must_use]
    pub fn of(changes: impl IntoIterator<Item = (Timestamp, Option<SessionState>, SessionState)>) -> Self {
        let mut turns: Vec<(Timestamp, bool)> = vec![];
        for (at, before, after) in changes {
            let is_up = after == SessionState::Connected;
            // what is older was forgotten, and says at least that it was connected
            let was_up = before == Some(SessionState::Connected);
            match turns.last() {
                None if !is_up && !was_up => {}
                Some((_, last)) if *last == is_up => {}
                _ => turns.push((at, is_up)),
            }
        }
        Self { turns }
    }

    /// Whether it was connected then.
    #[must_use]
    pub fn at(&self, time: Timestamp) -> Option<bool> {
        self.turns.iter().rev().find(|(at, _)| *at <= time).map(|(_, is_up)| *is_up)
    }

    /// How much of the time between the two it was connected.
    #[must_use]
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Share {
        let ends = self.turns.iter().skip(1).map(|(at, _)| *at).chain([to]);
        let spans = self.turns.iter().zip(ends);
        spans.fold(Share::default(), |share, ((at, is_up), end)| {
            let span = end.min(to).since((*at).max(from));
            let up = if *is_up { span } else { Duration::ZERO };
            share.and(Share { up, known: span })
        })
    }

    /// The shares of the last `count` days by UTC, the oldest first, each with its beginning; today's ends now.
    #[must_use]
    pub fn days(&self, now: Timestamp, count: u16) -> Vec<(Timestamp, Share)> {
        let today = now.0.div_euclid(DAY) * DAY;
        let begins = (0..i64::from(count)).rev().map(|ago| Timestamp(today - ago * DAY));
        begins.map(|begin| (begin, self.between(begin, Timestamp(begin.0 + DAY).min(now)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use SessionState::{AwaitingScan, Connected, Disconnected, Linking, Reconnecting, Starting};

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp(100 * DAY + hours * 3_600_000)
    }

    fn track(changes: &[(i64, Option<SessionState>, SessionState)]) -> Track {
        Track::of(changes.iter().map(|(hours, before, after)| (at(*hours), *before, *after)))
    }

    #[test]
    fn time_before_the_first_connection_is_nobodys_fault() {
        let track = track(&[
            (0, None, Starting),
            (1, Some(Starting), AwaitingScan),
            (5, Some(AwaitingScan), Linking),
            (6, Some(Linking), Connected),
        ]);
        let share = track.between(at(0), at(10));
        assert_eq!((share.up, share.known), (Duration::from_secs(4 * 3_600), Duration::from_secs(4 * 3_600)));
        assert_eq!((track.at(at(5)), track.at(at(6)), share.permille()), (None, Some(true), Some(1_000)));
        assert_eq!(Track::default().between(at(0), at(10)).permille(), None);
    }

    #[test]
    fn what_is_not_connected_is_down_whatever_it_is_called() {
        let track = track(&[
            (0, Some(Linking), Connected),
            (4, Some(Connected), Reconnecting),
            (5, Some(Reconnecting), Disconnected),
            (6, Some(Disconnected), Connected),
        ]);
        assert_eq!(track.between(at(0), at(10)).permille(), Some(800));
        assert_eq!(track.between(at(4), at(6)).permille(), Some(0));
        assert_eq!(track.between(at(5), at(7)).permille(), Some(500));
        assert_eq!(track.at(at(5)), Some(false));
    }

    #[test]
    fn a_history_that_was_cut_off_begins_where_it_is_known() {
        let track = track(&[(2, Some(Connected), Disconnected), (3, Some(Disconnected), Connected)]);
        assert_eq!(track.between(at(0), at(4)).permille(), Some(500), "two hours are known");
    }

    #[test]
    fn days_are_whole_but_today() {
        let track = track(&[(-30, Some(Linking), Connected), (12, Some(Connected), Disconnected)]);
        let days = track.days(at(18), 4);
        let shares: Vec<_> = days.iter().map(|(begin, share)| (begin.0 / DAY, share.permille())).collect();
        assert_eq!(shares, [(97, None), (98, Some(1_000)), (99, Some(1_000)), (100, Some(666))]);
        assert_eq!(days[3].1.known, Duration::from_secs(18 * 3_600));
    }
}
