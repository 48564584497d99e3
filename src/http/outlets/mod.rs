//! What carries alerts to people: webhooks, Telegram, mail and open pages.

mod browser;
mod guard;
mod mail;
mod telegram;
mod webhook;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use reqwest::{Client, Response, Url, header::RETRY_AFTER};

use crate::{
    connect::ports::{AlertSender, NotTaken, Publisher},
    domain::{
        alert::{AlertChannel, AlertMessage, ChannelKind},
        secret::Secret,
    },
    gateway::outward,
    ui::words,
};

use guard::{OpenInternet, may_be_asked};

/// How long a receiver may take for one message.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where Telegram's bots are.
pub const TELEGRAM: &str = "https://api.telegram.org";

/// Who takes mail. The operator's, so its address is not looked at.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// As lettre reads it: `smtps://user:password@host`, `smtp://host:port?tls=required`.
    pub url: Secret,
    /// Who mails are from: `panel@example.org`, `Панель <panel@example.org>`.
    pub from: String,
}

/// How messages go out.
#[derive(Clone, Debug)]
pub struct OutletSettings {
    /// Where Telegram's bots are: [`TELEGRAM`], or a server of one's own. The operator's, so it is not looked at.
    pub telegram: String,
    /// Whether webhooks may lead into private networks.
    pub private_addresses: bool,
    /// The panel's own address, for links in messages.
    pub public_url: String,
    /// Who takes mail, if somebody does.
    pub mail: Option<MailServer>,
}

/// The senders.
pub struct Outlets {
    settings: OutletSettings,
    publisher: Arc<dyn Publisher>,
    patience: Duration,
}

impl fmt::Debug for Outlets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outlets").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Outlets {
    /// Senders with these settings; open pages hear by `publisher`. Asks nothing yet.
    #[must_use]
    pub fn new(settings: OutletSettings, publisher: Arc<dyn Publisher>) -> Self {
        Self { settings, publisher, patience: PATIENCE }
    }

    /// A client for one message: alerts are rare, and each address has rules of its own.
    fn client(&self, url: &Url, typed: bool) -> Result<Client, NotTaken> {
        let builder = outward::client(url).timeout(self.patience);
        let builder = if typed && !self.settings.private_addresses {
            if !may_be_asked(url) {
                return Err(refused("the address leads into a private network"));
            }
            // a proxy would look the name up by itself
            builder.no_proxy().dns_resolver(OpenInternet)
        } else {
            builder
        };
        builder.build().map_err(|error| refused(&outward::causes(&error)))
    }
}

#[async_trait]
impl AlertSender for Outlets {
    fn reaches(&self, kind: ChannelKind) -> bool {
        kind != ChannelKind::Email || self.settings.mail.is_some()
    }

    async fn send(&self, channel: &AlertChannel, message: &AlertMessage, organization: &str) -> Result<(), NotTaken> {
        match channel.kind {
            ChannelKind::Webhook => self.post(channel, message, organization).await,
            ChannelKind::Telegram => self.tell_chat(channel, message, organization).await,
            ChannelKind::Browser => {
                self.notify(channel, message).await;
                Ok(())
            }
            ChannelKind::Email => self.mail(channel, message, organization).await,
        }
    }
}

/// What a message says to a person. Alerts have nobody who reads them, so they are in the first language.
fn text(message: &AlertMessage, organization: &str, public_url: &str) -> String {
    words::first().alerts.text(&message.alert, organization, public_url)
}

/// What an answer means.
fn taken(response: &Response) -> Result<(), NotTaken> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Err(NotTaken {
        status: Some(status.as_u16()),
        retry_after: retry_after.map(Duration::from_secs),
        why: format!("status {}", status.as_u16()),
    })
}

fn no_answer(error: &reqwest::Error) -> NotTaken {
    let what = if error.is_timeout() { "no answer in time" } else { "no answer" };
    refused(&format!("{what}: {}", outward::causes(error)))
}

fn refused(why: &str) -> NotTaken {
    NotTaken { status: None, retry_after: None, why: why.chars().take(200).collect() }
}

fn address(channel: &Secret) -> Result<Url, NotTaken> {
    Url::parse(channel.expose()).map_err(|_| refused("it is no address"))
}
