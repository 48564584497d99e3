//! Looking for a code: what was seen before, what was tried, and when it is over.

use crate::domain::{
    evidence::Source,
    qr::{GivenQr, QrPayload},
    state::SessionState,
    time::Timestamp,
    word::GatewayWord,
};

use super::{
    fold,
    ports::{GatewayError, GatewayFault, Live, Reported, Session},
};

/// Answers without sense in a row that are believed to be the platform's last word.
const NONSENSE_LIMIT: u32 = 5;

/// What is looked for, and what was tried.
pub struct Search {
    /// The code that was out before: seeing it again is no news.
    pub spent: Option<QrPayload>,
    /// The account was at the gateway before this drive.
    had_account: bool,
    /// A phone may be linked to it still: to forget it would cut that off.
    may_be_linked: bool,
    /// It was started anew already.
    pub restarted: bool,
    /// When the status was last asked for.
    pub status_at: Timestamp,
    /// Answers without sense in a row.
    pub nonsense: u32,
}

impl Search {
    pub fn new(before: &Session, began: Timestamp) -> Self {
        let known = before.live.evidence.checked_at.is_some() || before.live.first_connected_at.is_some();
        let spent = before.live.qr.as_ref().map(|qr| qr.payload.clone());
        let stood = before.live.attempt.as_ref().and_then(|attempt| attempt.before);
        let unlinked = matches!(stood, Some(SessionState::LoggedOut | SessionState::AwaitingScan));
        let may_be_linked = before.live.first_connected_at.is_some() && spent.is_none() && !unlinked;
        Self { spent, had_account: known, may_be_linked, restarted: false, status_at: began, nonsense: 0 }
    }

    /// Whether the account may be forgotten and started anew, since it gives no code.
    pub fn may_restart(&self, word: &GatewayWord) -> bool {
        let asks_for_scan = matches!(word, GatewayWord::LoggedOut | GatewayWord::QrNeeded);
        self.had_account && !self.restarted && (!self.may_be_linked || asks_for_scan)
    }

    /// A QR that cannot be drawn does not get better by asking; a broken answer may.
    pub fn makes_no_sense(&mut self, error: &GatewayError) -> bool {
        self.nonsense = if error.fault == GatewayFault::Nonsense { self.nonsense + 1 } else { 0 };
        self.nonsense >= NONSENSE_LIMIT
    }

    pub fn is_over(&self, session: &Session, now: Timestamp) -> bool {
        let fresh_code = session.live.qr.as_ref().is_some_and(|qr| self.spent.as_ref() != Some(&qr.payload));
        fresh_code || matches!(session.live.lifecycle.shown(now), SessionState::Connected | SessionState::Linking)
    }
}

/// What a look at the gateway brought.
pub enum Look {
    /// A code that was not out before.
    Code(GivenQr),
    /// Its status, or what a new start answered.
    Status(Reported),
}

impl Look {
    /// The session after it.
    pub fn fold(&self, session: &Session, now: Timestamp) -> Live {
        match self {
            Self::Code(given) => fold::qr(session, given, Source::Probe, now),
            Self::Status(reported) => fold::started(session, reported, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(may_be_linked: bool) -> Search {
        let status_at = Timestamp(0);
        Search { spent: None, had_account: true, may_be_linked, restarted: false, status_at, nonsense: 0 }
    }

    /// A phone that is linked still would have to scan again.
    #[test]
    fn a_linked_account_that_is_slow_to_come_back_is_not_forgotten() {
        for word in [GatewayWord::Starting, GatewayWord::Timeout, GatewayWord::Offline, GatewayWord::Error] {
            assert!(!search(true).may_restart(&word), "{word:?}");
            assert!(search(false).may_restart(&word), "{word:?}");
        }
        assert!(search(true).may_restart(&GatewayWord::LoggedOut));
    }

    #[test]
    fn an_account_is_started_anew_once() {
        assert!(!Search { restarted: true, ..search(false) }.may_restart(&GatewayWord::Offline));
    }
}
