//! Points in time by the calendar.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use wpp_panel::domain::time::{Timestamp, Utc};

proptest! {
    /// To the end of the year 9999, beyond which the form has no name.
    #[test]
    fn the_calendar_is_everybody_elses(milliseconds in 0_i64..253_402_300_800_000) {
        let moment = UNIX_EPOCH + Duration::from_millis(milliseconds.unsigned_abs());
        let theirs = humantime::format_rfc3339_seconds(moment).to_string();
        prop_assert_eq!(Timestamp(milliseconds).utc().to_string(), theirs);
    }

    #[test]
    fn a_day_is_followed_by_the_next_one(milliseconds in any::<i64>()) {
        let Utc { year, month, day, hour, minute, second } = Timestamp(milliseconds).utc();
        prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
        prop_assert!((0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second));
        if let Some(later) = milliseconds.checked_add(86_400_000) {
            let next = Timestamp(later).utc();
            prop_assert!((next.year, next.month, next.day) > (year, month, day));
            prop_assert_eq!((next.hour, next.minute, next.second), (hour, minute, second));
        }
    }
}
