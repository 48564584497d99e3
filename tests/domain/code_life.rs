//! How long a code lives: 60 s the first, 20 s each that follows.

use std::time::Duration;

use proptest::prelude::*;
use wpp_panel::domain::{
    qr::{CodeLife, FIRST_LIFE, GivenQr, IssuedQr, NEXT_LIFE, QrPayload},
    time::Timestamp,
};

const START: Timestamp = Timestamp(1_800_000_000_000);

fn code(ordinal: u32) -> QrPayload {
    QrPayload::Text(format!("2@{ordinal}"))
}

fn first() -> IssuedQr {
    IssuedQr::next(None, code(1), START)
}

proptest! {
    #[test]
    fn the_same_value_is_the_same_code_however_often_it_is_seen(pauses in prop::collection::vec(0_u64..30_000, 1..20)) {
        let (mut seen, mut now) = (first(), START);
        for pause in pauses {
            now = now.plus(Duration::from_millis(pause));
            seen = IssuedQr::next(Some(&seen), code(1), now);
            prop_assert_eq!(&seen, &first());
        }
    }

    /// A poll sees a new code up to three seconds late; the countdown must not give those seconds away.
    #[test]
    fn a_code_that_is_seen_late_ends_in_time(late in 1_u64..20_000) {
        let before = first();
        let next = IssuedQr::next(Some(&before), code(2), before.expires_at.plus(Duration::from_millis(late)));
        prop_assert_eq!(next.expires_at, before.expires_at.plus(NEXT_LIFE));
    }

    #[test]
    fn a_code_lives_from_when_it_is_seen_where_nothing_better_is_known(early in 0_u64..60_000, gap in 20_000_u64..600_000) {
        let before = first();
        for now in [START.plus(Duration::from_millis(early)), before.expires_at.plus(Duration::from_millis(gap))] {
            prop_assert_eq!(IssuedQr::next(Some(&before), code(2), now).expires_at, now.plus(NEXT_LIFE));
        }
    }

    #[test]
    fn codes_count_and_none_ends_before_it_was_seen(pauses in prop::collection::vec(0_u64..40_000, 1..10)) {
        let (mut seen, mut now) = (first(), START);
        for (ordinal, pause) in (2..).zip(pauses) {
            now = now.plus(Duration::from_millis(pause));
            seen = IssuedQr::next(Some(&seen), code(ordinal), now);
            prop_assert_eq!(seen.ordinal, ordinal);
            prop_assert!(seen.expires_at > now && seen.expires_at <= now.plus(FIRST_LIFE));
        }
    }
}

#[test]
fn the_first_lives_longest() {
    assert_eq!((first().ordinal, first().expires_at), (1, START.plus(Duration::from_secs(60))));
}

#[test]
fn the_life_that_the_platform_tells_counts_where_it_can_be() {
    let seconds = Duration::from_secs;
    let ends = |life| {
        let given = GivenQr { payload: code(2), life: Some(life) };
        let next = IssuedQr::following(Some(&first()), &given, START);
        assert_eq!(next.ordinal, 2);
        next.expires_at.since(START)
    };
    for life in [seconds(5), seconds(45), seconds(300)] {
        assert_eq!(ends(CodeLife::For(life)), life);
        assert_eq!(ends(CodeLife::Until(START.plus(life))), life);
    }
    // clocks that disagree, and nonsense
    for life in [Duration::ZERO, seconds(4), seconds(301), seconds(3_600)] {
        assert_eq!(ends(CodeLife::For(life)), NEXT_LIFE);
        assert_eq!(ends(CodeLife::Until(START.plus(life))), NEXT_LIFE);
    }
    let again = GivenQr { payload: code(1), life: Some(CodeLife::For(seconds(200))) };
    assert_eq!(IssuedQr::following(Some(&first()), &again, START.plus(seconds(1))), first(), "the same code");
}
