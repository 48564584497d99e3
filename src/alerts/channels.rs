//! What administrators do with channels.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Url;

use crate::{
    connect::ports::{AuditEntry, StoreError},
    domain::{
        actor::Actor,
        alert::{Alert, AlertChannel, AlertKind, AlertMessage, ChannelKind, Delivery},
        ids::{AlertChannelId, AlertMessageId},
        secret::Secret,
        time::Timestamp,
    },
    people::email::Email,
};

use super::{AFTER, Alerts, LATEST, MAX_CHANNELS};

/// The longest address, in bytes.
pub const MAX_ADDRESS: usize = 2_000;
/// A mail is tried once in so long: whoever gets it may not be whoever presses.
pub const MAIL_PAUSE: Duration = Duration::from_secs(60);
/// Longer than anything takes to be sent once.
const ON_ITS_WAY: Duration = Duration::from_secs(120);
/// So many messages are shown.
const SHOWN: u32 = 30;

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    /// Only administrators may.
    #[error("only administrators may do this")]
    Forbidden,
    /// There is no such channel or message.
    #[error("there is no such channel or message")]
    Unknown,
    /// This installation cannot send mail.
    #[error("no server for mail is set (APP_SMTP_URL)")]
    NoMail,
    /// It is no address of a webhook or for mail, or no id of a chat.
    #[error("it is no address")]
    BadAddress,
    /// It is no token of a bot.
    #[error("it is no token of a bot")]
    BadSecret,
    /// It is no number of minutes from 1 to [`LATEST`].
    #[error("it is no number of minutes from 1 to {LATEST}")]
    BadMinutes,
    /// A mail to this address was tried less than [`MAIL_PAUSE`] ago.
    #[error("it was tried a moment ago")]
    TooSoon,
    /// There are [`MAX_CHANNELS`].
    #[error("there are {MAX_CHANNELS} channels")]
    TooMany,
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All there is to show of an organization.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The oldest first.
    pub channels: Vec<AlertChannel>,
    /// After how many minutes people are told.
    pub after: u32,
    /// The newest first.
    pub messages: Vec<AlertMessage>,
    /// Whether mail can be sent.
    pub mail: bool,
}

impl Alerts {
    /// What there is of an organization.
    ///
    /// # Errors
    /// [`AlertError::Forbidden`] and [`AlertError::Store`]
    pub async fn overview(&self, actor: &Actor) -> Result<Overview, AlertError> {
        require_admin(actor)?;
        Ok(Overview {
            channels: self.store.channels(actor.organization).await?,
            after: self.store.alert_after(actor.organization).await?.unwrap_or(AFTER),
            messages: self.store.messages(actor.organization, SHOWN).await?,
            mail: self.sender.reaches(ChannelKind::Email),
        })
    }

    /// Adds a channel. A webhook gets a secret of its own, which is told this once; `secret` is the token of a bot.
    /// Of browsers there is one channel: the second is the first.
    ///
    /// # Errors
    /// [`AlertError`]
    pub async fn add(
        &self,
        actor: &Actor,
        kind: ChannelKind,
        address: &str,
        secret: &Secret,
    ) -> Result<Option<Secret>, AlertError> {
        require_admin(actor)?;
        let address = address.trim();
        let (secret, told) = match kind {
            ChannelKind::Webhook => {
                check_url(address)?;
                let made = self.signing_secret();
                (made.clone(), Some(made))
            }
            ChannelKind::Telegram => {
                check_chat(address)?;
                (check_token(secret)?, None)
            }
            // there is nothing to type
            ChannelKind::Browser if address.is_empty() => (Secret::new(""), None),
            ChannelKind::Browser => return Err(AlertError::BadAddress),
            ChannelKind::Email => {
                if !self.sender.reaches(kind) {
                    return Err(AlertError::NoMail);
                }
                Email::parse(address).map_err(|_| AlertError::BadAddress)?;
                (Secret::new(""), None)
            }
        };
        if kind == ChannelKind::Browser && self.has_browsers(actor).await? {
            return Ok(None);
        }
        let channel = AlertChannel {
            id: AlertChannelId(self.random.uuid()),
            organization: actor.organization,
            kind,
            address: Secret::new(address),
            secret,
            created_at: self.clock.now(),
        };
        let entry = self.line(actor, "add_channel", channel.shown());
        let added = self.store.add_channel(&channel, MAX_CHANNELS, &entry).await?;
        if added { Ok(told) } else { Err(AlertError::TooMany) }
    }

    /// Removes a channel; what waits in it is not sent.
    ///
    /// # Errors
    /// [`AlertError`]
    pub async fn remove(&self, actor: &Actor, id: AlertChannelId) -> Result<(), AlertError> {
        let channel = self.channel(actor, id).await?;
        let entry = self.line(actor, "remove_channel", channel.shown());
        let removed = self.store.remove_channel(actor.organization, id, &entry).await?;
        if removed { Ok(()) } else { Err(AlertError::Unknown) }
    }

    /// A channel of the actor's organization.
    ///
    /// # Errors
    /// [`AlertError::Forbidden`], [`AlertError::Unknown`] and [`AlertError::Store`]
    pub async fn channel(&self, actor: &Actor, id: AlertChannelId) -> Result<AlertChannel, AlertError> {
        require_admin(actor)?;
        let channels = self.store.channels(actor.organization).await?;
        channels.into_iter().find(|known| known.id == id).ok_or(AlertError::Unknown)
    }

    /// Sends a message through a channel now, once; what came of it is in the message.
    ///
    /// # Errors
    /// [`AlertError`]
    pub async fn test(&self, actor: &Actor, id: AlertChannelId) -> Result<AlertMessage, AlertError> {
        let channel = self.channel(actor, id).await?;
        let now = self.clock.now();
        if channel.kind == ChannelKind::Email && self.was_tried(&channel, now).await? {
            return Err(AlertError::TooSoon);
        }
        let message = AlertMessage {
            id: AlertMessageId(self.random.uuid()),
            channel: id,
            alert: Alert { kind: AlertKind::Test, session: None, name: String::new(), since: now },
            created_at: now,
            tries: 0,
            // the job that sends what waits must not meet it on its way
            delivery: Delivery::Waiting(now.plus(ON_ITS_WAY)),
            why: None,
        };
        self.store.tell_one(&channel, &message).await?;
        let tried = self.try_one(message, &channel, &actor.organization_name).await;
        // whoever tries it looks at the answer: it is not sent again when nobody expects it
        let tried = match tried.delivery {
            Delivery::Waiting(_) => AlertMessage { delivery: Delivery::GivenUp, ..tried },
            _ => tried,
        };
        self.store.message_tried(&tried).await?;
        Ok(tried)
    }

    async fn has_browsers(&self, actor: &Actor) -> Result<bool, AlertError> {
        let channels = self.store.channels(actor.organization).await?;
        Ok(channels.iter().any(|channel| channel.kind == ChannelKind::Browser))
    }

    async fn was_tried(&self, channel: &AlertChannel, now: Timestamp) -> Result<bool, AlertError> {
        let messages = self.store.messages(channel.organization, SHOWN).await?;
        Ok(messages.iter().any(|message| {
            let is_test = message.channel == channel.id && message.alert.kind == AlertKind::Test;
            is_test && now.since(message.created_at) < MAIL_PAUSE
        }))
    }

    /// After how many minutes people are told.
    ///
    /// # Errors
    /// [`AlertError`]
    pub async fn set_after(&self, actor: &Actor, minutes: u32) -> Result<(), AlertError> {
        require_admin(actor)?;
        if !(1..=LATEST).contains(&minutes) {
            return Err(AlertError::BadMinutes);
        }
        let entry = self.line(actor, "set_alert_after", minutes.to_string());
        Ok(self.store.set_alert_after(actor.organization, minutes, &entry).await?)
    }

    /// Makes a message that was given up wait again.
    ///
    /// # Errors
    /// [`AlertError`]
    pub async fn retry(&self, actor: &Actor, id: AlertMessageId) -> Result<(), AlertError> {
        require_admin(actor)?;
        let revived = self.store.retry_message(actor.organization, id, self.clock.now()).await?;
        if revived { Ok(()) } else { Err(AlertError::Unknown) }
    }

    /// As Standard Webhooks has it: `whsec_` and 24 to 64 bytes in Base64.
    fn signing_secret(&self) -> Secret {
        let mut bytes = [0; 32];
        self.random.fill(&mut bytes);
        Secret::new(format!("whsec_{}", STANDARD.encode(bytes)))
    }

    fn line(&self, actor: &Actor, action: &'static str, detail: String) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            organization: actor.organization,
            actor: Some(actor.user),
            address: actor.address,
            action,
            session: None,
            detail,
        }
    }
}

fn require_admin(actor: &Actor) -> Result<(), AlertError> {
    if actor.is_admin() { Ok(()) } else { Err(AlertError::Forbidden) }
}

/// Where it leads is looked at each time something is sent: names are given other addresses.
fn check_url(address: &str) -> Result<(), AlertError> {
    let url = Url::parse(address).map_err(|_| AlertError::BadAddress)?;
    let sane = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    if sane && address.len() <= MAX_ADDRESS { Ok(()) } else { Err(AlertError::BadAddress) }
}

/// A number, or the name of a public channel.
fn check_chat(chat: &str) -> Result<(), AlertError> {
    let number = chat.strip_prefix('-').unwrap_or(chat);
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let name = chat.strip_prefix('@').unwrap_or_default();
    let is_name =
        (5..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_number || is_name { Ok(()) } else { Err(AlertError::BadAddress) }
}

/// `123456:ABC-DEF…`, as the bot's father gives it.
fn check_token(secret: &Secret) -> Result<Secret, AlertError> {
    let token = secret.expose().trim();
    let (id, key) = token.split_once(':').ok_or(AlertError::BadSecret)?;
    let sane = (1..=20).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_digit())
        && (20..=100).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if sane { Ok(Secret::new(token)) } else { Err(AlertError::BadSecret) }
}
