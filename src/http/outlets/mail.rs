//! A mail, handed to the operator's server.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{Error, extension::ClientId},
};
use reqwest::Url;

use crate::{
    connect::ports::NotTaken,
    domain::alert::{AlertChannel, AlertMessage},
    ui::words,
};

use super::{MailServer, Outlets, refused, text};

/// Servers let unknown senders wait on purpose.
const PATIENCE: Duration = Duration::from_secs(30);

impl Outlets {
    /// The same id for every try, so that a mailbox may know repeats.
    pub(super) async fn mail(
        &self,
        channel: &AlertChannel,
        message: &AlertMessage,
        organization: &str,
    ) -> Result<(), NotTaken> {
        let server = self.settings.mail.as_ref().ok_or_else(|| refused("no server for mail is set"))?;
        let mail = self.letter(server, channel, message, organization)?;
        let sending = self.transport(server)?;
        match tokio::time::timeout(PATIENCE, sending.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(said(&error)),
            Err(_) => Err(refused("no answer in time")),
        }
    }

    fn transport(&self, server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, NotTaken> {
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(server.url.expose()).map_err(|error| said(&error))?;
        let chosen = Url::parse(server.url.expose()).is_ok_and(|url| url.path().len() > 1);
        let own = Url::parse(&self.settings.public_url).ok();
        let own = own.as_ref().and_then(|url| url.domain()).filter(|_| !chosen);
        // a server may refuse who gives no name
        let builder = match own {
            Some(name) => builder.hello_name(ClientId::Domain(name.to_owned())),
            None => builder,
        };
        Ok(builder.timeout(Some(PATIENCE)).build())
    }

    fn letter(
        &self,
        server: &MailServer,
        channel: &AlertChannel,
        message: &AlertMessage,
        organization: &str,
    ) -> Result<Message, NotTaken> {
        let from: Mailbox = server.from.parse().map_err(|_| refused("APP_MAIL_FROM is no address"))?;
        let to: Mailbox = channel.address.expose().parse().map_err(|_| refused("it is no address"))?;
        let words = &words::first().alerts;
        let public_url = &self.settings.public_url;
        let body = format!(
            "{}\n\n-- \n{}\n",
            text(message, organization, public_url),
            words::fill(words.mail_footer, &[public_url])
        );
        let id = format!("<{}@{}>", message.id, from.email.domain());
        Message::builder()
            .from(from)
            .to(to)
            .subject(words.subject(&message.alert))
            .message_id(Some(id))
            // an absence note is of no use to a panel
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| refused(&error.to_string()))
    }
}

/// `Auto-Submitted: auto-generated`, RFC 3834.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What the server or the way to it said. It has neither password nor text in it.
fn said(error: &Error) -> NotTaken {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |cause| cause.source());
    let mut why = causes.map(ToString::to_string).collect::<Vec<_>>();
    why.dedup();
    NotTaken { status: error.status().map(u16::from), ..refused(&why.join(": ")) }
}
