//! Whether it makes sense to ask the gateway now. One that fails is asked less and less, until it answers again.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::domain::time::Timestamp;

use super::ports::{GatewayError, GatewayFault};

/// The pause after the first failure; it doubles with each.
const FIRST: Duration = Duration::from_secs(3);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(60);

/// What the last answers of the gateway were like.
#[derive(Default)]
pub struct Weather(Mutex<Storm>);

#[derive(Default)]
struct Storm {
    failures: u32,
    until: Option<Timestamp>,
}

impl Weather {
    /// Whether the gateway should be left alone by who can wait.
    pub fn is_bad(&self, now: Timestamp) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).until.is_some_and(|until| now < until)
    }

    /// Notes how a question went. What concerns one session alone says nothing about the gateway.
    pub fn note<T>(&self, answer: &Result<T, GatewayError>, now: Timestamp) {
        let mut storm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wish = match answer.as_ref().map_err(|error| &error.fault) {
            Err(GatewayFault::Unreachable | GatewayFault::TimedOut) => None,
            Err(GatewayFault::Unwell { retry_after }) => *retry_after,
            _ => {
                *storm = Storm::default();
                return;
            }
        };
        // many that were on their way fail together: that is one failure
        if storm.until.is_some_and(|until| now < until) {
            return;
        }
        let pause = FIRST.saturating_mul(1 << storm.failures.min(8)).min(LONGEST);
        storm.failures += 1;
        storm.until = Some(now.plus(wish.map_or(pause, |wish| wish.max(pause))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(fault: GatewayFault) -> Result<(), GatewayError> {
        Err(GatewayError { fault, call: "accounts/status", status: None, detail: String::new() })
    }

    fn at(seconds: u64) -> Timestamp {
        Timestamp(0).plus(Duration::from_secs(seconds))
    }

    #[test]
    fn pauses_double_up_to_a_minute_and_end_with_the_first_answer() {
        let weather = Weather::default();
        let mut now = 0;
        for pause in [3, 6, 12, 24, 48, 60, 60] {
            assert!(!weather.is_bad(at(now)));
            weather.note(&failed(GatewayFault::Unreachable), at(now));
            weather.note(&failed(GatewayFault::TimedOut), at(now));
            assert!(weather.is_bad(at(now + pause - 1)), "{pause}");
            now += pause;
        }
        weather.note(&failed(GatewayFault::Unreachable), at(now));
        weather.note(&Ok(()), at(now + 1));
        assert!(!weather.is_bad(at(now + 1)));
        weather.note(&failed(GatewayFault::Unreachable), at(now + 2));
        assert!(!weather.is_bad(at(now + 5)), "it begins anew");
    }

    #[test]
    fn the_gateways_own_wish_counts_and_a_refusal_is_no_storm() {
        let weather = Weather::default();
        let wish = Some(Duration::from_secs(40));
        weather.note(&failed(GatewayFault::Unwell { retry_after: wish }), at(0));
        assert!(weather.is_bad(at(39)) && !weather.is_bad(at(40)));
        let weather = Weather::default();
        for fault in [GatewayFault::KeyRefused, GatewayFault::Rejected, GatewayFault::Nonsense] {
            weather.note(&failed(fault), at(0));
            assert!(!weather.is_bad(at(0)));
        }
    }
}
