//! Lists of sessions, in which one damaged row must not hide the others.

use crate::{
    connect::ports::{Listing, Session},
    domain::{many::Group, time::Timestamp},
};

use super::{Sealer, record::SessionRecord};

/// The sessions of a list. A row that cannot be read is shown as failed, and logged.
pub(super) fn listed<'r>(records: impl IntoIterator<Item = &'r SessionRecord>, sealer: &Sealer) -> Vec<Session> {
    let readable = |record: &SessionRecord| {
        record
            .session(sealer)
            .or_else(|error| {
                tracing::error!(session = record.id, %error, "a session cannot be read");
                record.unreadable()
            })
            .ok()
    };
    records.into_iter().filter_map(readable).collect()
}

/// The beginning of a list, with what was counted of one that goes on. Rows may come and go between the two questions.
pub(super) fn beginning(
    records: &[SessionRecord],
    limit: u32,
    now: Timestamp,
    counts: (i64, i64, i64),
    sealer: &Sealer,
) -> Listing {
    let first = listed(records, sealer);
    if records.len() < limit as usize {
        let connected = first.iter().filter(|session| session.group(now) == Group::Connected).count();
        return Listing { connected, all: first.len(), first };
    }
    let [all, connected] = [counts.0, counts.1].map(|count| usize::try_from(count).unwrap_or(0));
    let all = all.max(first.len());
    Listing { connected: connected.min(all), first, all }
}

/// The sessions for a job: it acts on its own, so it is not given what could not be understood.
pub(super) fn understood(records: &[SessionRecord], sealer: &Sealer) -> Vec<Session> {
    let read = |record: &SessionRecord| {
        record
            .session(sealer)
            .inspect_err(|error| tracing::error!(session = record.id, %error, "a session cannot be read"))
            .ok()
    };
    records.iter().filter_map(read).collect()
}

/// Those that the gateway can be asked about.
pub(super) fn with_access(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.retain(|session| session.access().is_some());
    sessions
}
