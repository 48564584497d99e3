//! The values that server functions return. Times are milliseconds since the epoch by the server's clock.

use serde::Serialize;

use crate::domain::{
    evidence::{Source, Trouble},
    ids::{AttemptId, IntegrationId},
    lean::{read_by_name, read_by_word},
    state::SessionState,
    time::Timestamp,
};

/// One session as a card shows it. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The row.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// «Session:»; `None` while the platform has not made one.
    pub account: Option<String>,
    /// «API Key:», masked; `None` while there is none. With the installation's one key the bullets alone.
    pub key: Option<String>,
    /// Whether it is the organization's first choice.
    pub is_primary: bool,
    /// Whether the CRM may use it.
    pub is_enabled: bool,
    /// Whether the key is the installation's.
    pub shared_key: bool,
    /// The linked phone, formatted.
    pub phone: Option<String>,
    /// The last known state.
    pub state: SessionState,
    /// When it was last confirmed.
    pub checked_at: Option<Timestamp>,
    /// By what.
    pub source: Option<Source>,
    /// Why the gateway tells us nothing, and since when.
    pub trouble: Option<(Trouble, Timestamp)>,
    /// When a change that is held back will be believed.
    pub settles_at: Option<Timestamp>,
    /// An attempt is open on it.
    pub attempt: Option<AttemptId>,
}

read_by_name!(Card {
    id,
    name,
    account,
    key,
    is_primary,
    is_enabled,
    shared_key,
    phone,
    state,
    checked_at,
    source,
    trouble,
    settles_at,
    attempt
});

/// The whole list, and the server's time when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Panel {
    /// The server's clock.
    pub now: Timestamp,
    /// The primary first, then by age.
    pub cards: Vec<Card>,
}

read_by_name!(Panel { now, cards });

/// One session that came or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardChange {
    /// The server's clock.
    pub now: Timestamp,
    /// As it is now.
    pub card: Card,
}

read_by_name!(CardChange { now, card });

/// A QR code as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// An SVG element, drawn by the server from raw text.
    Svg(String),
    /// A `data:image/…` address.
    Image(String),
}

/// Where an attempt stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// No code yet.
    Preparing,
    /// A code to scan.
    Scan {
        /// Which code of the attempt it is.
        ordinal: u32,
        /// The code; `None` if the page said that it has this one.
        picture: Option<Picture>,
        /// When it stops working.
        expires_at: Timestamp,
    },
    /// Scanned; keys are being exchanged.
    Linking,
    /// Linked.
    Connected,
    /// The codes ran out unscanned.
    TimeIsUp,
    /// The gateway answers and never gave a code.
    NoCode,
    /// The platform reported an error of the session.
    Failed,
}

/// An attempt as the dialog shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The row; the plan's `integration_id`.
    pub id: IntegrationId,
    /// The attempt that is open on it.
    pub attempt: Option<AttemptId>,
    /// The plan's `account_number`.
    pub account: Option<String>,
    /// Where it stands.
    pub step: Step,
    /// Why the gateway tells us nothing at the moment.
    pub trouble: Option<Trouble>,
    /// The server's clock.
    pub now: Timestamp,
}

read_by_name!(Progress { id, attempt, account, step, trouble, now });

/// How a cancel ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelEnd {
    /// What the attempt made is gone, or the row stands as it stood.
    Ended,
    /// The phone was faster: the session stays.
    Connected,
    /// Somebody else's attempt goes on.
    NotYours,
}

impl CancelEnd {
    /// Reads the word that is written.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "ended" => Some(Self::Ended),
            "connected" => Some(Self::Connected),
            "not_yours" => Some(Self::NotYours),
            _ => None,
        }
    }
}

read_by_word!(CancelEnd);
