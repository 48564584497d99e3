//! How we know: when a state was checked, by what, and whether the gateway answered.

use serde::Serialize;

use super::{lean::read_by_word, time::Timestamp};

read_by_word!(Source);
read_by_word!(Trouble);

/// What told us the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The platform called us.
    Webhook,
    /// We asked the platform.
    Probe,
}

impl Source {
    /// Reads the word that is written.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "webhook" => Some(Self::Webhook),
            "probe" => Some(Self::Probe),
            _ => None,
        }
    }
}

/// Why the gateway could not tell us anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No connection, or no answer in time.
    Unreachable,
    /// It answered with a server error, or asked us to slow down.
    Unwell,
    /// It answered with something that cannot be understood.
    Nonsense,
    /// It refuses our key for good.
    Refused,
}

impl Trouble {
    /// The word as the database has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unwell => "unwell",
            Self::Nonsense => "nonsense",
            Self::Refused => "refused",
        }
    }

    /// Reads [`Trouble::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Unreachable, Self::Unwell, Self::Nonsense, Self::Refused].into_iter().find(|t| t.as_str() == word)
    }
}

/// The evidence beside a state. A gateway in trouble never overwrites the last known state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// When the gateway was last asked, answered or not: within three seconds it is not asked again, by any server.
    pub asked_at: Option<Timestamp>,
    /// When the state was last confirmed; `None` if never.
    pub checked_at: Option<Timestamp>,
    /// By what.
    pub source: Option<Source>,
    /// The platform's own word at that time.
    pub word: Option<String>,
    /// The time of the newest event that was believed, by the platform's clock: an older one that comes later is old news.
    pub told_at: Option<Timestamp>,
    /// Since when the gateway has not been telling us anything, and why; `None` while it answers.
    pub trouble: Option<(Trouble, Timestamp)>,
}
