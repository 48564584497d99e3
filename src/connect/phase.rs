//! Where an attempt stands, for the dialog. Follows from the session and the clock alone.

use std::time::Duration;

use crate::domain::{qr::IssuedQr, state::SessionState, time::Timestamp};

use super::ports::Session;

/// How long after its end a code may stay without a successor: two polls and a call.
pub(super) const RENEWAL: Duration = Duration::from_secs(8);
/// Waiting for the first code has an end and a reason.
const FIRST_CODE: Duration = Duration::from_secs(60);

/// All codes of an attempt together live 160 s; one that is still linking this long after its start leads nowhere.
const WHOLE: Duration = Duration::from_secs(300);

/// Why an attempt cannot go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The codes ran out unscanned.
    TimeIsUp,
    /// The gateway answers and never gave a code.
    NoCode,
    /// The platform reported an error of the session.
    Failed,
}

/// What the dialog shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// «Готовим подключение…»
    Preparing,
    /// The code to scan.
    Scan(IssuedQr),
    /// «Связываем устройство…»
    Linking,
    /// «Подключено!»
    Connected,
    /// A button leads on.
    Over(Over),
}

impl Phase {
    /// The phase of a session at `now`.
    #[must_use]
    pub fn of(session: &Session, now: Timestamp) -> Self {
        let live = &session.live;
        let waited = live.attempt.as_ref().map_or(Duration::ZERO, |attempt| now.since(attempt.started_at));
        match (live.lifecycle.shown(now), &live.qr) {
            (SessionState::Connected, _) => Self::Connected,
            (SessionState::Linking | SessionState::Reconnecting, _) if waited >= WHOLE => Self::Over(Over::TimeIsUp),
            (SessionState::Linking | SessionState::Reconnecting, _) => Self::Linking,
            (SessionState::Failed, _) => Self::Over(Over::Failed),
            (SessionState::AwaitingScan, Some(qr)) if now < qr.expires_at.plus(RENEWAL) => Self::Scan(qr.clone()),
            (SessionState::AwaitingScan, Some(_)) => Self::Over(Over::TimeIsUp),
            (SessionState::Starting | SessionState::AwaitingScan, None) if waited < FIRST_CODE => Self::Preparing,
            (SessionState::Starting | SessionState::AwaitingScan, _) => Self::Over(Over::NoCode),
            (SessionState::Disconnected | SessionState::LoggedOut, _) => Self::Over(Over::TimeIsUp),
        }
    }
}
