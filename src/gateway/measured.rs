//! A gateway whose calls somebody counts.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

use crate::{
    connect::ports::{
        AccountAccess, Clock, CredentialMode, Gateway, GatewayError, GatewayFault, NewClient, Reported, SentMessage,
    },
    domain::qr::GivenQr,
};

/// Hears of a call: its name as in errors, why it failed, and how long it took.
pub type Tell = dyn Fn(&'static str, Option<&GatewayFault>, Duration) + Send + Sync;

/// Passes every call on, then tells of it.
pub struct Measured {
    inner: Arc<dyn Gateway>,
    clock: Arc<dyn Clock>,
    tell: Box<Tell>,
}

impl Measured {
    /// Tells `tell` of what `inner` is asked.
    #[must_use]
    pub fn new(inner: Arc<dyn Gateway>, clock: Arc<dyn Clock>, tell: Box<Tell>) -> Self {
        Self { inner, clock, tell }
    }

    async fn timed<T>(
        &self,
        call: &'static str,
        answer: impl Future<Output = Result<T, GatewayError>>,
    ) -> Result<T, GatewayError> {
        let began = self.clock.now();
        let answer = answer.await;
        let fault = answer.as_ref().err().map(|error| &error.fault);
        (self.tell)(call, fault, self.clock.now().since(began));
        answer
    }
}

#[async_trait]
impl Gateway for Measured {
    fn mode(&self) -> CredentialMode {
        self.inner.mode()
    }

    async fn create_client(&self, sub_organization: &str) -> Result<NewClient, GatewayError> {
        self.timed("clients", self.inner.create_client(sub_organization)).await
    }

    async fn start(&self, account: &AccountAccess) -> Result<Reported, GatewayError> {
        self.timed("accounts/start", self.inner.start(account)).await
    }

    async fn status(&self, account: &AccountAccess) -> Result<Reported, GatewayError> {
        self.timed("accounts/status", self.inner.status(account)).await
    }

    async fn qr(&self, account: &AccountAccess) -> Result<Option<GivenQr>, GatewayError> {
        self.timed("accounts/qr", self.inner.qr(account)).await
    }

    async fn register_webhook(&self, account: &AccountAccess, url: &str) -> Result<(), GatewayError> {
        self.timed("webhooks", self.inner.register_webhook(account, url)).await
    }

    async fn stop(&self, account: &AccountAccess) -> Result<(), GatewayError> {
        self.timed("accounts/stop", self.inner.stop(account)).await
    }

    async fn send_text(&self, account: &AccountAccess, to: &str, text: &str) -> Result<SentMessage, GatewayError> {
        self.timed("messages", self.inner.send_text(account, to, text)).await
    }

    async fn ping(&self) -> Result<(), GatewayError> {
        self.timed("ping", self.inner.ping()).await
    }
}
