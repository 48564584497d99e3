//! Bad news about a connected session is held for three seconds; good news is shown at once.

use std::time::Duration;

use proptest::prelude::*;
use wpp_panel::domain::{
    lifecycle::{HOLD, Lifecycle},
    state::{Observation, SessionState as S},
    time::Timestamp,
    word::GatewayWord as W,
};

use crate::state::{observations, states};

const START: Timestamp = Timestamp(1_800_000_000_000);

fn up() -> Observation {
    Observation::Word(W::Up)
}

fn down() -> impl Strategy<Value = Observation> {
    let passing = |seen: &Observation| !matches!(S::Connected.after(seen), S::Connected | S::LoggedOut);
    observations().prop_filter("down", passing)
}

/// Pauses in milliseconds between observations, and what was seen after each.
fn history(longest_pause: u64) -> impl Strategy<Value = Vec<(u64, Observation)>> {
    prop::collection::vec((0..longest_pause, observations()), 1..30)
}

proptest! {
    #[test]
    fn a_change_downwards_is_held_for_three_seconds_and_not_a_millisecond_longer(seen in down(), part in 0_u64..3_000) {
        let held = Lifecycle::new(S::Connected).observe(&seen, START);
        prop_assert_eq!(held.shown(START.plus(Duration::from_millis(part))), S::Connected);
        prop_assert_eq!(held.settles_at(START), Some(START.plus(HOLD)));
        prop_assert_eq!(held.shown(START.plus(HOLD)), S::Connected.after(&seen));
        prop_assert_eq!(held.settles_at(START.plus(HOLD)), None);
    }

    #[test]
    fn good_news_is_shown_at_once(past in history(10_000), pause in 0_u64..10_000) {
        let mut now = START;
        let mut life = Lifecycle::new(S::Starting);
        for (pause, seen) in &past {
            now = now.plus(Duration::from_millis(*pause));
            life = life.observe(seen, now);
        }
        now = now.plus(Duration::from_millis(pause));
        let life = life.observe(&up(), now);
        prop_assert_eq!(life, Lifecycle::new(S::Connected));
        prop_assert_eq!(life.shown(now), S::Connected);
    }

    /// Down and up again within three seconds, as often as it likes: the card stays green.
    #[test]
    fn a_flapping_gateway_never_shows_worse(flaps in prop::collection::vec((down(), 0_u64..3_000, 0_u64..60_000), 1..20)) {
        let (mut life, mut now) = (Lifecycle::new(S::Connected), START);
        for (seen, short, calm) in flaps {
            life = life.observe(&seen, now);
            prop_assert_eq!(life.shown(now), S::Connected);
            now = now.plus(Duration::from_millis(short));
            prop_assert_eq!(life.shown(now), S::Connected);
            life = life.observe(&up(), now);
            now = now.plus(Duration::from_millis(calm));
            prop_assert_eq!(life.shown(now), S::Connected);
        }
    }

    /// More bad news does not begin the three seconds anew: a session that is down is down after three seconds.
    #[test]
    fn bad_news_that_goes_on_is_believed(seen in prop::collection::vec((0_u64..1_000, down()), 4..20)) {
        let (mut life, mut now) = (Lifecycle::new(S::Connected), START);
        let mut first = None;
        for (pause, seen) in &seen {
            now = now.plus(Duration::from_millis(*pause));
            life = life.observe(seen, now);
            let first = *first.get_or_insert(now);
            if now.since(first) >= HOLD {
                prop_assert_ne!(life.shown(now), S::Connected);
            }
        }
        prop_assert_ne!(life.shown(now.plus(HOLD)), S::Connected);
    }

    #[test]
    fn an_unlinking_is_shown_at_once(first in down(), gap in 0_u64..3_000) {
        let later = START.plus(Duration::from_millis(gap));
        let life = Lifecycle::new(S::Connected)
            .observe(&first, START)
            .observe(&Observation::Word(W::LoggedOut), later);
        prop_assert_eq!((life.shown(later), life.held), (S::LoggedOut, None), "an unlinking is never held");
    }

    #[test]
    fn of_two_that_are_held_the_later_counts(first in down(), second in down(), gap in 0_u64..3_000) {
        let later = START.plus(Duration::from_millis(gap));
        let life = Lifecycle::new(S::Connected).observe(&first, START).observe(&second, later);
        prop_assert_eq!(life.shown(START.plus(HOLD)), S::Connected.after(&first).after(&second));
    }

    #[test]
    fn what_is_not_connected_is_never_held(state in states(), seen in observations()) {
        prop_assume!(state != S::Connected);
        let life = Lifecycle::new(state).observe(&seen, START);
        prop_assert_eq!(life.held, None);
        prop_assert_eq!(life.shown(START), state.after(&seen));
    }

    #[test]
    fn an_unknown_word_changes_nothing_that_is_shown(past in history(5_000), word in "[a-z]{1,20}", pause in 0_u64..5_000) {
        let (mut life, mut now) = (Lifecycle::new(S::Starting), START);
        for (pause, seen) in &past {
            now = now.plus(Duration::from_millis(*pause));
            life = life.observe(seen, now);
        }
        now = now.plus(Duration::from_millis(pause));
        prop_assert_eq!(life.observe(&Observation::Word(W::Unknown(word)), now).shown(now), life.shown(now));
    }
}
