//! How long events are kept.

use std::time::Duration;

use super::{environment::Environment, error::SettingsError, file, given::whole};

/// The events section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Events {
    /// How long an event is kept that waits for nothing.
    pub keep_for: Duration,
    /// How many of a session are kept, the newest.
    pub keep_most: u32,
}

impl Events {
    pub(super) fn load(environment: &Environment, file: &file::Events) -> Result<Self, SettingsError> {
        let days = whole(environment, "APP_EVENTS_KEEP_DAYS", "[events] keep-days", file.keep_days)
            .within(1..=3_650, "a whole number of days, from 1 to 3650")?;
        let key = "[events] keep-per-session";
        let most = whole(environment, "APP_EVENTS_KEEP_PER_SESSION", key, file.keep_per_session)
            .within(100..=10_000_000, "a whole number of events, from 100 to 10000000")?;
        Ok(Self { keep_for: Duration::from_secs(u64::from(days) * 24 * 60 * 60), keep_most: most })
    }
}
