//! What tells one count from another.

use std::fmt;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};

/// A request and its answer.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

impl Request {
    pub fn of(method: &str, route: Option<&str>, status: u16) -> Self {
        // a client may make up any method and any path
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = known.into_iter().find(|known| *known == method).unwrap_or("other");
        Self { method, route: route.unwrap_or("none").to_owned(), status }
    }
}

/// A call of the gateway.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Asked {
    pub call: &'static str,
    pub outcome: Outcome,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Done,
    /// No connection.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// 5xx or 429.
    Unwell,
    /// The key.
    KeyRefused,
    /// Any other 4xx.
    Rejected,
    /// What cannot be understood.
    Nonsense,
}

impl EncodeLabelValue for Outcome {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), fmt::Error> {
        fmt::Write::write_str(
            encoder,
            match self {
                Self::Done => "done",
                Self::Unreachable => "unreachable",
                Self::TimedOut => "timed_out",
                Self::Unwell => "unwell",
                Self::KeyRefused => "key_refused",
                Self::Rejected => "rejected",
                Self::Nonsense => "nonsense",
            },
        )
    }
}
