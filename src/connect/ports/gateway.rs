//! A WhatsApp gateway in the domain's words.

use std::{fmt, time::Duration};

use async_trait::async_trait;

use crate::domain::{
    account::AccountNumber, phone::Phone, qr::GivenQr, secret::Secret, time::Timestamp, word::GatewayWord,
};

/// How the gateway's credentials are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialMode {
    /// One key for all organizations; account numbers are ours.
    GlobalKey,
    /// A key for each connection, made by the platform together with the account number.
    KeyPerClient,
}

/// The key that opens one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountKey {
    /// The key that the gateway client was configured with.
    Global,
    /// The key of this connection.
    Client(Secret),
}

/// Everything a call about one account needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAccess {
    /// The platform's name for the account.
    pub number: AccountNumber,
    /// What opens it.
    pub key: AccountKey,
}

/// A key and number that the platform made for us. The same sub-organization gets the same ones again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClient {
    /// The new key.
    pub api_key: Secret,
    /// The account number that belongs to it.
    pub number: AccountNumber,
}

/// What the platform says of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Its status word.
    pub word: GatewayWord,
    /// A QR code, if one was in the answer.
    pub qr: Option<GivenQr>,
    /// The linked phone, if it was in the answer.
    pub phone: Option<Phone>,
}

/// What an event of the platform says about a session. Events about messages change none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionEvent {
    /// The platform's id of the event, if it has one: the same twice is one event.
    pub id: Option<String>,
    /// Its type as it was sent, at most 64 characters; empty if it has none.
    pub kind: String,
    /// When it happened by the platform's clock, if it says so.
    pub happened_at: Option<Timestamp>,
    /// The account that the event names, if it names one.
    pub number: Option<AccountNumber>,
    /// The status word behind the event's type; `None` for messages, deliveries and unknown types.
    pub word: Option<GatewayWord>,
    /// The QR code of a `qr` event.
    pub qr: Option<GivenQr>,
    /// The linked phone, if the event carries it.
    pub phone: Option<Phone>,
}

/// A message the platform took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMessage {
    /// The platform's name for it, if it gave one.
    pub task_id: Option<String>,
}

/// Why a gateway call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayFault {
    /// No connection could be made, or it was closed without any answer.
    Unreachable,
    /// The time was over; the call may have been carried out.
    TimedOut,
    /// A 5xx, or 429; `retry_after` if it named a time.
    Unwell {
        /// The platform's own wish, at most an hour.
        retry_after: Option<Duration>,
    },
    /// The key is dead or forbidden.
    KeyRefused,
    /// Any other 4xx: it does not like what we ask for.
    Rejected,
    /// An answer that is not JSON, truncated, over 1 MiB, a redirect, or a QR that is none.
    Nonsense,
}

/// A failed gateway call. `Display` is for the log; no part of it goes to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayError {
    /// What went wrong.
    pub fault: GatewayFault,
    /// Which call, for the log: `accounts/start`.
    pub call: &'static str,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The platform's own words, shortened, without secrets; for the log only.
    pub detail: String,
}

impl GatewayError {
    /// Whether the same call may succeed a little later.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self.fault,
            GatewayFault::Unreachable | GatewayFault::TimedOut | GatewayFault::Unwell { .. } | GatewayFault::Nonsense
        )
    }
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.call, self.fault)?;
        if let Some(status) = self.status {
            write!(f, ", status {status}")?;
        }
        if !self.detail.is_empty() {
            write!(f, ", {}", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for GatewayError {}

/// A WhatsApp gateway. Every call ends within 30 s; none is repeated in here except once after a token was renewed.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// How this gateway's credentials are held.
    fn mode(&self) -> CredentialMode;

    /// Makes a key and number for a sub-organization, or returns the ones it has. Only with a key per client.
    async fn create_client(&self, sub_organization: &str) -> Result<NewClient, GatewayError>;

    /// Starts an account. Any word but an up one comes back as [`GatewayWord::Starting`].
    async fn start(&self, account: &AccountAccess) -> Result<Reported, GatewayError>;

    /// Asks for an account's status; an answer without a word is [`GatewayWord::Offline`].
    async fn status(&self, account: &AccountAccess) -> Result<Reported, GatewayError>;

    /// Asks for the current QR code; `None` while there is none.
    async fn qr(&self, account: &AccountAccess) -> Result<Option<GivenQr>, GatewayError>;

    /// Tells the platform where to send the account's events. May be repeated.
    async fn register_webhook(&self, account: &AccountAccess, url: &str) -> Result<(), GatewayError>;

    /// Stops and forgets an account. One that is already gone is a success.
    async fn stop(&self, account: &AccountAccess) -> Result<(), GatewayError>;

    /// Sends a text message.
    async fn send_text(&self, account: &AccountAccess, to: &str, text: &str) -> Result<SentMessage, GatewayError>;

    /// One cheap question that shows whether the platform answers and takes our credentials.
    async fn ping(&self) -> Result<(), GatewayError>;
}
