//! Telling people that a session dropped, and that it is back.

use super::{
    ids::{AlertChannelId, AlertMessageId, IntegrationId, OrganizationId},
    secret::Secret,
    time::Timestamp,
};

/// How a channel is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// A signed POST to an address.
    Webhook,
    /// A message of a bot.
    Telegram,
    /// A mail, by the operator's server.
    Email,
    /// A notification of every browser that has the panel open and lets it.
    Browser,
}

impl ChannelKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Webhook, Self::Telegram, Self::Email, Self::Browser];

    /// The word as forms and the database have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Telegram => "telegram",
            Self::Email => "email",
            Self::Browser => "browser",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlertKind {
    /// The session has been down for as long as the organization waits.
    Down,
    /// It is back.
    Up,
    /// Somebody tries the channel.
    Test,
}

impl AlertKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Down, Self::Up, Self::Test];

    /// The word as the database has it, and the receiver of a webhook behind `session.`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Up => "up",
            Self::Test => "test",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A channel of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertChannel {
    /// Its id.
    pub id: AlertChannelId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// How it is reached.
    pub kind: ChannelKind,
    /// An address of a webhook, the id of a Telegram chat, or where mail goes; browsers have none.
    pub address: Secret,
    /// What a webhook is signed with, or the token of a Telegram bot; nothing for others.
    pub secret: Secret,
    /// When it was made.
    pub created_at: Timestamp,
}

impl AlertChannel {
    /// What a person needs to recognise it: of an address the host alone, the rest may be a secret.
    #[must_use]
    pub fn shown(&self) -> String {
        let address = self.address.expose();
        match self.kind {
            ChannelKind::Webhook => {
                let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
                let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
                let host = host.rsplit('@').next().unwrap_or_default();
                format!("{scheme}://{host}/…")
            }
            ChannelKind::Telegram | ChannelKind::Email => address.to_owned(),
            // they have none, and the audit says more than nothing
            ChannelKind::Browser => self.kind.as_str().to_owned(),
        }
    }
}

/// What open pages are told: what to read about, and not what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What is told.
    pub kind: AlertKind,
    /// The session; none of a test.
    pub session: Option<IntegrationId>,
}

/// What is told of which session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// What is told.
    pub kind: AlertKind,
    /// The session; none of a test.
    pub session: Option<IntegrationId>,
    /// What people call it.
    pub name: String,
    /// Since when it is down, or back.
    pub since: Timestamp,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It is tried again then.
    Waiting(Timestamp),
    /// It was taken then.
    Taken(Timestamp),
    /// It was given up.
    GivenUp,
}

/// One message to one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertMessage {
    /// Its id, which a receiver can tell repeats by.
    pub id: AlertMessageId,
    /// Where it goes.
    pub channel: AlertChannelId,
    /// What it tells.
    pub alert: Alert,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// Where it stands.
    pub delivery: Delivery,
    /// Why it was not taken the last time, in a few words.
    pub why: Option<String>,
}

impl AlertMessage {
    /// When it is sent, in milliseconds; `None` if it waits no more.
    #[must_use]
    pub fn due(&self) -> Option<i64> {
        if let Delivery::Waiting(at) = self.delivery { Some(at.0) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn of_an_address_only_the_host_is_shown() {
        let channel = |kind, address: &str| AlertChannel {
            id: AlertChannelId(Uuid::nil()),
            organization: OrganizationId(Uuid::nil()),
            kind,
            address: Secret::new(address),
            secret: Secret::new(""),
            created_at: Timestamp(0),
        };
        let webhook =
            channel(ChannelKind::Webhook, "https://user:word@hooks.example.org:8443/services/T0/secret?key=1");
        assert_eq!(webhook.shown(), "https://hooks.example.org:8443/…");
        assert_eq!(channel(ChannelKind::Telegram, "-100123").shown(), "-100123");
        assert_eq!(channel(ChannelKind::Browser, "").shown(), "browser");
    }
}
