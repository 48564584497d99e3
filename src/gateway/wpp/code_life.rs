//! Moments and spans in what the platform says, and the life of a code among them.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::domain::{qr::CodeLife, time::Timestamp};

const NAMES: [&str; 5] = ["expiresIn", "expires_in", "ttl", "expiresAt", "expires_at"];
/// No code lives longer, in seconds; what is over this is no count of seconds.
const LONGEST: f64 = 300.0;

/// How long the code beside it lives, in `data` or at the root. A span in seconds or milliseconds is taken as it is, a
/// moment as its distance to the event's own `created`, since clocks disagree; without that it counts by our clock, if it
/// can be.
pub(super) fn find(answer: &Map<String, Value>) -> Option<CodeLife> {
    let data = answer.get("data").and_then(Value::as_object);
    let said = [data, Some(answer)].into_iter().flatten();
    let created = answer.get("created").and_then(moment);
    said.flat_map(|object| NAMES.iter().filter_map(|name| object.get(*name))).find_map(|value| {
        if let Some(span) = span(value) {
            return Some(CodeLife::For(span));
        }
        let end = moment(value)?;
        match created {
            Some(created) => Some(CodeLife::For(end.since(created))),
            None => Some(CodeLife::Until(end)),
        }
    })
}

fn span(value: &Value) -> Option<Duration> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    let seconds = if number <= LONGEST { number } else { number / 1_000.0 };
    if seconds > 0.0 && seconds <= LONGEST { Duration::try_from_secs_f64(seconds).ok() } else { None }
}

/// What is over this is no count of seconds: it is milliseconds.
const MILLISECONDS: i64 = 100_000_000_000;

/// A time as a number of seconds or milliseconds since the epoch, as its digits, or as RFC 3339 has it.
pub(super) fn moment(value: &Value) -> Option<Timestamp> {
    let number = match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => match text.trim().parse() {
            Ok(number) => Some(number),
            Err(_) => {
                let time = humantime::parse_rfc3339_weak(text.trim()).ok()?;
                let span = time.duration_since(std::time::UNIX_EPOCH).ok()?;
                return i64::try_from(span.as_millis()).ok().map(Timestamp);
            }
        },
        _ => None,
    }?;
    let milliseconds = if number < MILLISECONDS { number.checked_mul(1_000)? } else { number };
    (milliseconds > 0).then_some(Timestamp(milliseconds))
}

fn whole(number: f64) -> Option<i64> {
    // seconds with a fraction; what is beyond an i64 is no time
    #[expect(clippy::cast_possible_truncation, reason = "within bounds")]
    (number.is_finite() && number.abs() < 1e15).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(text: &str) -> Option<CodeLife> {
        let Ok(Value::Object(answer)) = serde_json::from_str(text) else { panic!("{text}") };
        find(&answer)
    }

    #[test]
    fn a_span_is_read_under_every_name_in_seconds_and_milliseconds() {
        let half_a_minute = Some(CodeLife::For(Duration::from_secs(30)));
        for text in [
            r#"{"qr":"2@x","expiresIn":30}"#,
            r#"{"data":{"qr":"2@x","expires_in":"30"}}"#,
            r#"{"data":{"ttl":30000}}"#,
            r#"{"created":1800000000,"data":{"expiresAt":1800000030}}"#,
            r#"{"created":1800000000,"data":{"expires_at":1800000030000}}"#,
            r#"{"created":1800000000,"expires_at":"2027-01-15T08:00:30Z"}"#,
            r#"{"expiresAt":30,"created":5}"#,
        ] {
            assert_eq!(life(text), half_a_minute, "{text}");
        }
    }

    #[test]
    fn a_moment_alone_is_a_moment_and_what_is_neither_is_nothing() {
        let end = Some(CodeLife::Until(Timestamp(1_800_000_030_000)));
        assert_eq!(life(r#"{"expiresAt":1800000030}"#), end);
        for text in
            [r"{}", r#"{"ttl":0}"#, r#"{"ttl":-5}"#, r#"{"ttl":null}"#, r#"{"expiresAt":"soon"}"#, r#"{"ttl":{}}"#]
        {
            assert_eq!(life(text), None, "{text}");
        }
    }
}
