//! Points in time as plain milliseconds: the same on the wire, in the database and in the browser.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use super::lean::{Node, Read};

/// Milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Read for Timestamp {
    fn read(from: &impl Node) -> Option<Self> {
        from.number().map(Self)
    }
}

impl Timestamp {
    /// This point moved forward by `step`.
    #[must_use]
    pub fn plus(self, step: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(step.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long ago `earlier` was; zero if it lies in the future, since clocks may disagree.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The same point by the calendar and the clock, to the second.
    #[must_use]
    pub fn utc(self) -> Utc {
        let (days, second) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000) / 1_000);
        // years begin in March here, so that the odd day is the last one; an era is 400 of them, 146,097 days
        let (era, day_of_era) = ((days + 719_468).div_euclid(146_097), (days + 719_468).rem_euclid(146_097));
        let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        Utc {
            year: era * 400 + year + i64::from(month > 9),
            month: if month > 9 { month - 9 } else { month + 3 },
            day: day_of_year - (153 * month + 2) / 5 + 1,
            hour: second / 3_600,
            minute: second / 60 % 60,
            second: second % 60,
        }
    }
}

/// A point in time by the calendar and the clock of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utc {
    /// Of our era.
    pub year: i64,
    /// 1 to 12
    pub month: i64,
    /// 1 to 31
    pub day: i64,
    /// 0 to 23
    pub hour: i64,
    /// 0 to 59
    pub minute: i64,
    /// 0 to 59
    pub second: i64,
}

impl fmt::Display for Utc {
    /// `2026-11-22T10:20:30Z` (RFC 3339, for years of four digits).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}
