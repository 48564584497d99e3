//! The states of a session and how one follows from another.

use serde::Serialize;

use super::{lean::read_by_word, word::GatewayWord};

read_by_word!(SessionState);

/// Where a WhatsApp session stands. Whether the gateway answers is not a state: see `evidence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// The account is being started; no QR yet.
    Starting,
    /// A QR code is there, or the gateway asks for one.
    AwaitingScan,
    /// A QR was scanned; phone and gateway exchange keys.
    Linking,
    /// Linked and online.
    Connected,
    /// Linked; the gateway lost the phone and tries again.
    Reconnecting,
    /// It dropped by itself, or its QR codes ran out.
    Disconnected,
    /// Unlinked on the phone.
    LoggedOut,
    /// The platform reported an error of the session.
    Failed,
}

/// Something that was seen of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observation {
    /// The platform said a status word.
    Word(GatewayWord),
    /// A QR code came that was not seen before.
    NewQr,
}

impl SessionState {
    /// Every state, for tests and tables.
    pub const ALL: [Self; 8] = [
        Self::Starting,
        Self::AwaitingScan,
        Self::Linking,
        Self::Connected,
        Self::Reconnecting,
        Self::Disconnected,
        Self::LoggedOut,
        Self::Failed,
    ];

    /// The state after an observation. Unknown words change nothing.
    #[must_use]
    pub fn after(self, seen: &Observation) -> Self {
        use SessionState as S;
        let word = match seen {
            Observation::NewQr => return S::AwaitingScan,
            Observation::Word(word) => word,
        };
        match (word, self) {
            (GatewayWord::Up, _) => S::Connected,
            (GatewayWord::Error, _) => S::Failed,
            (GatewayWord::LoggedOut, _) | (GatewayWord::Offline, S::LoggedOut) => S::LoggedOut,
            (GatewayWord::QrNeeded, _) => S::AwaitingScan,
            // "starting" after a code was shown and no newer code: somebody scanned it
            (GatewayWord::Starting, S::AwaitingScan | S::Linking) => S::Linking,
            (GatewayWord::Starting | GatewayWord::Timeout, S::Connected | S::Reconnecting) => S::Reconnecting,
            // an account that is not up yet is reported as offline: that is no news
            (GatewayWord::Starting, _) | (GatewayWord::Timeout | GatewayWord::Offline, S::Starting) => S::Starting,
            (GatewayWord::Offline, _) | (GatewayWord::Timeout, S::AwaitingScan | S::Linking) => S::Disconnected,
            (GatewayWord::Timeout | GatewayWord::Unknown(_), same) => same,
        }
    }

    /// The word as the database has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::AwaitingScan => "awaiting_scan",
            Self::Linking => "linking",
            Self::Connected => "connected",
            Self::Reconnecting => "reconnecting",
            Self::Disconnected => "disconnected",
            Self::LoggedOut => "logged_out",
            Self::Failed => "failed",
        }
    }

    /// Reads [`SessionState::as_str`] back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// A session that only «Переподключить» brings back.
    #[must_use]
    pub fn is_down(self) -> bool {
        matches!(self, Self::Disconnected | Self::LoggedOut | Self::Failed)
    }
}
