//! What is counted, written as Prometheus reads it (OpenMetrics text). Names and units are in [`Metrics::new`]; labels are
//! words of the program alone, never of people: nothing that somebody typed can make a new line.

mod labels;
mod moment;

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use labels::{Asked, Request};
use moment::Moments;

pub use labels::Outcome;
pub use moment::{Look, Moment, Queue};

/// Upper ends of the classes of durations, in seconds: a page takes milliseconds, a gateway may take half a minute.
const SECONDS: [f64; 12] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

fn durations() -> Histogram {
    Histogram::new(SECONDS)
}

/// The counters of one process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_seconds: Histogram,
    calls: Family<Asked, Counter>,
    call_seconds: Histogram,
    moments: Mutex<Moments>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Everything at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("wpp_panel");
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "What is running", version);
        let requests = Family::<Request, Counter>::default();
        registry.register("http_requests", "Answers by route and status", requests.clone());
        let request_seconds = durations();
        let help = "How long answers took until their first byte, but for streams";
        registry.register_with_unit("http_request", help, Unit::Seconds, request_seconds.clone());
        let calls = Family::<Asked, Counter>::default();
        registry.register("gateway_calls", "Calls of the gateway by what came of them", calls.clone());
        let call_seconds = durations();
        registry.register_with_unit("gateway_call", "How long they took", Unit::Seconds, call_seconds.clone());
        let moments = Mutex::new(Moments::register(&mut registry));
        Self { registry, requests, request_seconds, calls, call_seconds, moments }
    }

    /// A request was answered. `route` is the pattern that it matched; `None` where it matched none.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        self.requests.get_or_create(&Request::of(method, route, status)).inc();
        self.request_seconds.observe(took.as_secs_f64());
    }

    /// The gateway was called.
    pub fn asked(&self, call: &'static str, outcome: Outcome, took: Duration) {
        self.calls.get_or_create(&Asked { call, outcome }).inc();
        self.call_seconds.observe(took.as_secs_f64());
    }

    /// Everything as text, with how things stand at the moment.
    #[must_use]
    pub fn write(&self, moment: &Moment) -> String {
        // two that ask at once must not mix their moments
        let moments = self.moments.lock().unwrap_or_else(PoisonError::into_inner);
        moments.set(moment);
        let mut written = String::new();
        if let Err(error) = text::encode(&mut written, &self.registry) {
            tracing::error!(%error, "metrics could not be written");
        }
        written
    }
}

/// A gauge of whole numbers for each word.
type Gauges<L> = Family<L, Gauge>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::state::SessionState;

    #[test]
    fn what_was_counted_is_written_beside_the_moment() {
        let metrics = Metrics::new();
        metrics.answered("GET", Some("/sessions/{id}"), 200, Duration::from_millis(3));
        metrics.answered("GET", Some("/sessions/{id}"), 200, Duration::from_millis(4));
        metrics.answered("BREW", None, 404, Duration::ZERO);
        metrics.asked("accounts/status", Outcome::TimedOut, Duration::from_secs(10));
        let moment = Moment {
            sessions: Some(vec![(SessionState::Connected, 2)]),
            queues: Some(vec![("inbox", Queue { length: 3, oldest: Duration::from_millis(1_500) })]),
            streams: 7,
            ..Moment::default()
        };
        let text = metrics.write(&moment);
        for line in [
            r#"wpp_panel_http_requests_total{method="GET",route="/sessions/{id}",status="200"} 2"#,
            // what a client made up is no label
            r#"wpp_panel_http_requests_total{method="other",route="none",status="404"} 1"#,
            "wpp_panel_http_request_seconds_count 3",
            r#"wpp_panel_gateway_calls_total{call="accounts/status",outcome="timed_out"} 1"#,
            r#"wpp_panel_gateway_call_seconds_bucket{le="10.0"} 1"#,
            r#"wpp_panel_sessions{state="connected"} 2"#,
            r#"wpp_panel_sessions{state="logged_out"} 0"#,
            r#"wpp_panel_queue_length{queue="inbox"} 3"#,
            r#"wpp_panel_queue_oldest_seconds{queue="inbox"} 1.5"#,
            "wpp_panel_streams 7",
            "wpp_panel_database_up 1",
            "# EOF",
        ] {
            assert!(text.lines().any(|written| written == line), "{line}\n{text}");
        }
        // a database that does not answer: the figures of before would be a lie
        let text = metrics.write(&Moment::default());
        assert!(text.contains("wpp_panel_database_up 0"));
        assert!(!text.contains("wpp_panel_sessions{") && !text.contains("wpp_panel_queue_length{"), "{text}");
    }
}
