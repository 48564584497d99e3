//! Points in time as the CRM reads them.

use std::{
    fmt::Write as _,
    time::{Duration, SystemTime},
};

use crate::domain::time::Timestamp;

/// The last moment of the year 9999, which is the last that has this form.
const LAST_MS: i64 = 253_402_300_799_999;

/// `2026-11-22T10:20:30.123Z` (RFC 3339).
pub(super) fn rfc3339(at: Timestamp) -> String {
    let ms = u64::try_from(at.0.clamp(0, LAST_MS)).unwrap_or(0);
    let mut text = String::with_capacity(24);
    // writing to a String cannot fail, and the time is in range
    let _ = write!(text, "{}", humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + Duration::from_millis(ms)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_to_the_millisecond() {
        assert_eq!(rfc3339(Timestamp(1_800_000_000_123)), "2027-01-15T08:00:00.123Z");
        assert_eq!(rfc3339(Timestamp(i64::MIN)), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(Timestamp(i64::MAX)), "9999-12-31T23:59:59.999Z");
    }
}
