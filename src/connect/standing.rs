//! Where a session stands in the words of REST, which the CRM knows.

use crate::domain::{evidence::Trouble, qr::IssuedQr, state::SessionState, time::Timestamp};

use super::{Over, Phase, ports::Session};

/// Why a session cannot be said to stand anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The gateway tells us nothing.
    Trouble(Trouble),
    /// The attempt led nowhere.
    Over(Over),
    /// The row has no account: it was made elsewhere and cannot be understood.
    NoAccount,
}

/// The status words of `wpp-status` and `wpp-start`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// `connected`
    Connected,
    /// `qr_issued`: there is a code to scan.
    QrIssued(IssuedQr),
    /// `qr_pending`: no code yet, or one that was scanned.
    QrPending,
    /// `disconnected`; with a reason if an attempt has just ended so.
    Disconnected(Option<Why>),
    /// `error`: with the last known state beside it, since trouble is no state.
    Error(Why),
}

impl Standing {
    /// Where a session stands at `now`.
    #[must_use]
    pub fn of(session: &Session, now: Timestamp) -> Self {
        let live = &session.live;
        if let Some((trouble, _)) = live.evidence.trouble {
            return Self::Error(Why::Trouble(trouble));
        }
        let state = live.lifecycle.shown(now);
        let attempt_is_open = live.attempt.is_some();
        match (Phase::of(session, now), state) {
            (Phase::Connected, _) => Self::Connected,
            (Phase::Scan(qr), _) => Self::QrIssued(qr),
            (_, SessionState::Failed) if session.access().is_none() => Self::Error(Why::NoAccount),
            (_, SessionState::Failed) => Self::Error(Why::Over(Over::Failed)),
            (_, SessionState::Reconnecting) => Self::Disconnected(None),
            (Phase::Over(over), SessionState::Disconnected | SessionState::LoggedOut) => {
                Self::Disconnected(attempt_is_open.then_some(Why::Over(over)))
            }
            (Phase::Over(over), _) if attempt_is_open => Self::Error(Why::Over(over)),
            _ => Self::QrPending,
        }
    }

    /// Why it does not stand where somebody wanted it to.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        match self {
            Self::Disconnected(why) => *why,
            Self::Error(why) => Some(*why),
            Self::Connected | Self::QrIssued(_) | Self::QrPending => None,
        }
    }
}
