//! The port, call by call: what to send and what to make of the answer.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use reqwest::Method;

use crate::{
    connect::ports::{
        AccountAccess, AccountKey, Clock, CredentialMode, Gateway, GatewayError, GatewayFault, NewClient, Reported,
        SentMessage, Together,
    },
    domain::{account::AccountNumber, qr::GivenQr, secret::Secret, word::GatewayWord},
};

use super::{
    answer::Answer,
    authorized::Authorized,
    reading,
    record::Recorder,
    routes::{Routes, Row},
    settings::{Limits, WppCredentials, WppSettings, WppSetupError},
    tokens::Want,
    transport::{Call, Request, Transport},
    wire::Body,
};

/// A client of one WPP Platform. Shares its connections, tokens and what it learned; make one and keep it.
pub struct WppClient {
    credentials: WppCredentials,
    routes: Routes,
    gateway: Authorized,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for WppClient {
    /// Says how the credentials are held and nothing else.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WppClient").field("mode", &self.mode()).finish_non_exhaustive()
    }
}

impl WppClient {
    /// A client with the limits for production. Asks nothing yet.
    ///
    /// Goes through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY` name, unless the base address is on this
    /// machine. Trusts the system's root certificates, or those that `SSL_CERT_FILE` names.
    ///
    /// # Errors
    /// [`WppSetupError`] for settings that cannot work, or when HTTPS is asked for on a machine without root
    /// certificates.
    pub fn new(settings: WppSettings, clock: Arc<dyn Clock>) -> Result<Self, WppSetupError> {
        Self::with_limits(settings, Limits::default(), clock)
    }

    /// A client with other limits.
    ///
    /// # Errors
    /// As [`WppClient::new`].
    pub fn with_limits(settings: WppSettings, limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, WppSetupError> {
        settings.credentials.checked()?;
        let transport = Transport::new(&settings, limits)?;
        let gateway = Authorized::new(transport, limits.race, Arc::clone(&clock));
        Ok(Self { credentials: settings.credentials, routes: Routes::new(settings.routes), gateway, clock })
    }

    /// Shares tokens with all servers on this database.
    #[must_use]
    pub fn together(mut self, store: Arc<dyn Together>) -> Self {
        self.gateway.share(store);
        self
    }

    /// Keeps what goes to and fro, masked.
    #[must_use]
    pub fn recorded(mut self, recorder: Recorder) -> Self {
        self.gateway.transport.recorder = Some(recorder);
        self
    }

    fn call<'a>(&self, name: &'static str, account: Option<&'a AccountNumber>) -> Call<'a> {
        Call { name, account, deadline: self.gateway.transport.deadline(), hidden: Vec::new() }
    }

    /// A call about an account, and the key for it.
    fn call_of<'a>(&'a self, name: &'static str, account: &'a AccountAccess) -> Result<Keyed<'a>, GatewayError> {
        let mut call = self.call(name, Some(&account.number));
        let key = match (&account.key, &self.credentials) {
            (AccountKey::Client(key), _) | (AccountKey::Global, WppCredentials::GlobalKey(key)) => key,
            // a row from the time of a global key: nothing opens its account any more
            (AccountKey::Global, WppCredentials::ClientSecret(_)) => {
                return Err(call.error(GatewayFault::KeyRefused, None, "no global key is configured"));
            }
        };
        call.hidden.push(key.clone());
        Ok(Keyed { call, key })
    }

    async fn ask_account(
        &self,
        keyed: &Keyed<'_>,
        method: Method,
        path: &[&str],
        body: Option<Body<'_>>,
    ) -> Result<Answer, GatewayError> {
        self.gateway.ask(&keyed.call, keyed.key, &Request { method, path, body }).await
    }
}

struct Keyed<'a> {
    call: Call<'a>,
    key: &'a Secret,
}

#[async_trait]
impl Gateway for WppClient {
    fn mode(&self) -> CredentialMode {
        match self.credentials {
            WppCredentials::GlobalKey(_) => CredentialMode::GlobalKey,
            WppCredentials::ClientSecret(_) => CredentialMode::KeyPerClient,
        }
    }

    async fn create_client(&self, sub_organization: &str) -> Result<NewClient, GatewayError> {
        let mut call = self.call("integrations/wpp/create", None);
        let WppCredentials::ClientSecret(secret) = &self.credentials else {
            return Err(call.error(GatewayFault::Rejected, None, "no client secret is configured"));
        };
        call.hidden.push(secret.clone());
        let request = Request {
            method: Method::POST,
            path: &["api", "integrations", "wpp", "create"],
            body: Some(Body::Client { organization_id: sub_organization }),
        };
        let answer = self.gateway.transport.send(&call, &request, Some(secret)).await?.success()?;
        let client = reading::client(&answer)?;
        self.gateway.fresh.note(&client.api_key, self.clock.now());
        Ok(client)
    }

    async fn start(&self, account: &AccountAccess) -> Result<Reported, GatewayError> {
        let keyed = self.call_of("accounts/start", account)?;
        let body = Some(Body::Start { number: &account.number });
        let answer = self.ask_account(&keyed, Method::POST, &["api", "accounts", "start"], body).await?.success()?;
        reading::started(&answer, &account.number)
    }

    async fn status(&self, account: &AccountAccess) -> Result<Reported, GatewayError> {
        let keyed = self.call_of("accounts/status", account)?;
        let path = ["api", "accounts", account.number.as_str(), "status"];
        let answer = self.ask_account(&keyed, Method::GET, &path, None).await?;
        if reading::is_unknown_account(&answer) {
            return Ok(Reported { word: GatewayWord::Offline, qr: None, phone: None });
        }
        reading::status(&answer.success()?, &account.number)
    }

    async fn qr(&self, account: &AccountAccess) -> Result<Option<GivenQr>, GatewayError> {
        let keyed = self.call_of("accounts/qr", account)?;
        let path = ["api", "accounts", account.number.as_str(), "qr"];
        reading::qr(&self.ask_account(&keyed, Method::GET, &path, None).await?)
    }

    async fn register_webhook(&self, account: &AccountAccess, url: &str) -> Result<(), GatewayError> {
        let mut keyed = self.call_of("webhooks", account)?;
        // its query holds the key that proves an event's origin
        keyed.call.hidden.push(Secret::new(url));
        keyed.call.hidden.extend(secrets_of(url));
        let row = Row::Webhook(url);
        let answer = self.routes.ask(&self.gateway, &keyed.call, keyed.key, &account.number, row).await?.success()?;
        reading::done(&answer)
    }

    async fn stop(&self, account: &AccountAccess) -> Result<(), GatewayError> {
        let keyed = self.call_of("accounts/stop", account)?;
        let answer = self.routes.ask(&self.gateway, &keyed.call, keyed.key, &account.number, Row::Stop).await?;
        reading::stopped(&answer)
    }

    async fn send_text(&self, account: &AccountAccess, to: &str, text: &str) -> Result<SentMessage, GatewayError> {
        let mut keyed = self.call_of("messages/text", account)?;
        // no secrets, but people's: they do not belong into a log either
        keyed.call.hidden.extend([Secret::new(to), Secret::new(text)]);
        let body = Some(Body::Text { account: &account.number, to, text, kind: "text" });
        let answer = self.ask_account(&keyed, Method::POST, &["api", "messages", "text"], body).await?.success()?;
        reading::sent(&answer)
    }

    async fn ping(&self) -> Result<(), GatewayError> {
        let call = self.call("ping", None);
        match &self.credentials {
            WppCredentials::GlobalKey(key) => self.gateway.token(&call, key, Want::New, None).await.map(drop),
            // the secret can only be shown by making a client, so all there is to see is whether somebody is at home
            WppCredentials::ClientSecret(_) => match self.gateway.transport.knock(&call).await? {
                status @ 500.. => Err(call.error(GatewayFault::Unwell { retry_after: None }, Some(status), "")),
                _ => Ok(()),
            },
        }
    }
}

/// The values in an address's query.
fn secrets_of(url: &str) -> impl Iterator<Item = Secret> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(_, value)| Secret::new(value))
}
