//! The platform's status words.

/// What a status word of the platform means. Source: `design/wpp-platform.md`, "What to tolerate".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayWord {
    /// `connected`, `ready`
    Up,
    /// `starting`, `pending`
    Starting,
    /// `qr_required`, `qr_issued`, `qr_pending`, `qr`
    QrNeeded,
    /// `timeout`: the platform lost the phone and tries again.
    Timeout,
    /// `offline`, `disconnected`, or no word at all
    Offline,
    /// `logout`: unlinked from the phone
    LoggedOut,
    /// `error`
    Error,
    /// Anything else: it changes no state, and is kept and shown as evidence.
    Unknown(String),
}

impl GatewayWord {
    /// Reads a word in any letter case. An unknown one is cut to 40 characters.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "connected" | "ready" => Self::Up,
            "starting" | "pending" => Self::Starting,
            "qr_required" | "qr_issued" | "qr_pending" | "qr" => Self::QrNeeded,
            "timeout" => Self::Timeout,
            "offline" | "disconnected" | "" => Self::Offline,
            "logout" => Self::LoggedOut,
            "error" => Self::Error,
            other => Self::Unknown(other.chars().filter(|sign| !sign.is_control()).take(40).collect()),
        }
    }

    /// The word to keep as evidence.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Up => "connected",
            Self::Starting => "starting",
            Self::QrNeeded => "qr",
            Self::Timeout => "timeout",
            Self::Offline => "offline",
            Self::LoggedOut => "logout",
            Self::Error => "error",
            Self::Unknown(word) => word,
        }
    }
}
