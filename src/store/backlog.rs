//! How much waits.

use crate::domain::time::Timestamp;

/// The same question for both dialects; `{}` is where the tables are.
macro_rules! question {
    ($schema:literal) => {
        concat!(
            "SELECT inbox.*, forward.*, dead.*, alerts.*, dead_alerts.* FROM
                (SELECT count(*), min(received_at) FROM ",
            $schema,
            "events WHERE is_open) AS inbox,
                (SELECT count(*), min(received_at) FROM ",
            $schema,
            "events WHERE state = 'waiting') AS forward,
                (SELECT count(*) FROM ",
            $schema,
            "events WHERE state = 'dead') AS dead,
                (SELECT count(*), min(created_at) FROM ",
            $schema,
            "alert_messages WHERE due_at IS NOT NULL) AS alerts,
                (SELECT count(*) FROM ",
            $schema,
            "alert_messages WHERE due_at IS NULL AND taken_at IS NULL)
                    AS dead_alerts"
        )
    };
}

pub(super) use question;

/// What it answers.
pub(super) type BacklogRow = (i64, Option<i64>, i64, Option<i64>, i64, i64, Option<i64>, i64);

/// What waits, of all organizations: how many, and since when the first one has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Events that are not believed yet.
    pub inbox: (u64, Option<Timestamp>),
    /// Events to be passed on.
    pub forward: (u64, Option<Timestamp>),
    /// Events that were given up.
    pub dead_events: u64,
    /// Alerts to be sent.
    pub alerts: (u64, Option<Timestamp>),
    /// Alerts that were given up.
    pub dead_alerts: u64,
}

impl From<BacklogRow> for Backlog {
    fn from((inbox, inbox_at, forward, forward_at, dead_events, alerts, alerts_at, dead_alerts): BacklogRow) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let at = |at: Option<i64>| at.map(Timestamp);
        Self {
            inbox: (count(inbox), at(inbox_at)),
            forward: (count(forward), at(forward_at)),
            dead_events: count(dead_events),
            alerts: (count(alerts), at(alerts_at)),
            dead_alerts: count(dead_alerts),
        }
    }
}
