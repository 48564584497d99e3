//! Many sessions: by what is to be done about them, which of them are listed in which order, and what is done to several.

use super::state::SessionState;

/// One of the overview's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Connected, and the gateway says so.
    Connected,
    /// Somebody has to scan a code.
    WantsCode,
    /// The gateway tells nothing.
    Unreachable,
    /// All others.
    Other,
}

impl Group {
    /// Every group, in the order of the overview.
    pub const ALL: [Self; 4] = [Self::Connected, Self::WantsCode, Self::Unreachable, Self::Other];

    /// The group of a session that was last known in a state. Each is in one group.
    #[must_use]
    pub fn of(state: SessionState, is_told: bool) -> Self {
        match state {
            _ if !is_told => Self::Unreachable,
            SessionState::Connected => Self::Connected,
            SessionState::AwaitingScan | SessionState::LoggedOut | SessionState::Starting => Self::WantsCode,
            SessionState::Linking | SessionState::Reconnecting | SessionState::Disconnected | SessionState::Failed => {
                Self::Other
            }
        }
    }

    /// Its word in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::WantsCode => "code",
            Self::Unreachable => "unreachable",
            Self::Other => "other",
        }
    }

    /// The group of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }
}

/// Which sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those of a group.
    Group(Group),
    /// Those that are switched off.
    Off,
}

impl Only {
    /// Its word in an address; empty for all.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Group(group) => group.word(),
            Self::Off => "off",
        }
    }

    /// What a word stands for; all for one that stands for nothing.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "off" => Self::Off,
            word => Group::parse(word).map_or(Self::All, Self::Group),
        }
    }
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The primary one, then the oldest, as everywhere else.
    #[default]
    Usual,
    /// By name.
    Name,
    /// By group.
    State,
    /// What was confirmed longest ago.
    Checked,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Name, Self::State, Self::Checked];

    /// Its word in an address; empty for the usual one.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Name => "name",
            Self::State => "state",
            Self::Checked => "checked",
        }
    }

    /// The order of a word; the usual one for a word of none.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.word() == word).unwrap_or_default()
    }
}

/// What is done to each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Its state is asked for at the gateway.
    Check,
    /// The CRM may use it.
    Enable,
    /// The CRM may not use it; it stays linked.
    Disable,
    /// It is started again under its number and key; a connected one is left alone.
    Reconnect,
    /// It is stopped at the gateway, and its row goes.
    Disconnect,
}

impl Bulk {
    /// Everything that can be done.
    pub const ALL: [Self; 5] = [Self::Check, Self::Enable, Self::Disable, Self::Reconnect, Self::Disconnect];

    /// Its word in a form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Reconnect => "reconnect",
            Self::Disconnect => "disconnect",
        }
    }

    /// What a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bulk| bulk.word() == word)
    }
}
