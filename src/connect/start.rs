//! Starting the account of a row, with a webhook beside it.

use tokio::sync::oneshot;
use tracing::Instrument as _;

use super::{
    Connect, ConnectError, address,
    flights::Pilot,
    ports::{AccountAccess, Credentials, GatewayError, Reported, Session},
};

impl Connect {
    /// Starts the account of a row. A row whose key is dead, or that has no account, gets another one, once.
    pub(super) async fn start(
        &self,
        session: Session,
        pilot: &Pilot,
    ) -> Result<(AccountAccess, Reported), ConnectError> {
        let had_account = session.access().is_some();
        let mut session = self.with_account(session).await?;
        let access = match session.access() {
            Some(access) => access,
            None => {
                session = self.with_account(self.renew_account(&session, None, None).await?).await?;
                session.access().ok_or(ConnectError::Incomplete)?
            }
        };
        match self.start_account(&session, &access, pilot).await {
            Err(error) if had_account && self.is_dead(&access.key, &error) => {
                tracing::warn!(session = %session.id, %error, "the key is dead; the row gets another account");
                let session = self.with_account(self.renew_account(&session, None, None).await?).await?;
                let access = session.access().ok_or(ConnectError::Incomplete)?;
                let reported = self.start_account(&session, &access, pilot).await?;
                Ok((access, reported))
            }
            started => Ok((access, started?)),
        }
    }

    async fn start_account(
        &self,
        session: &Session,
        access: &AccountAccess,
        pilot: &Pilot,
    ) -> Result<Reported, GatewayError> {
        // the platform drops a registration that comes before the account: hence once at once, and once after start
        let (started, start_answered) = oneshot::channel::<()>();
        self.register(session, access, start_answered, pilot);
        let reported = self.patiently(|| self.parts.gateway.start(access)).await?;
        let _ = started.send(());
        if session.webhook_elsewhere
            && let Some(forwarding) = self.parts.forwarding.get()
        {
            forwarding.started_elsewhere.notify_one();
        }
        Ok(reported)
    }

    /// A key and number for a row that has none yet. The sub-organization's id is stored before it is sent.
    async fn with_account(&self, session: Session) -> Result<Session, ConnectError> {
        let Credentials::Client { sub_organization, api_key: None } = &session.credentials else {
            return Ok(session);
        };
        let client = self.patiently(|| self.parts.gateway.create_client(sub_organization)).await?;
        let kept = self.parts.store.keep_client(session.id, &client.number, &client.api_key).await?;
        let kept = kept.ok_or(ConnectError::NotFound)?;
        self.parts.publisher.changed(kept.organization, kept.id);
        Ok(kept)
    }

    /// Registers the webhook of an account that is started already.
    pub(super) async fn register_again(&self, session: &Session, access: &AccountAccess) {
        if session.webhook_elsewhere {
            return;
        }
        let url = address::ours(&self.parts.public_url, &access.number, &session.webhook_key);
        if let Err(error) = self.patiently(|| self.parts.gateway.register_webhook(access, &url)).await {
            tracing::warn!(session = %session.id, %error, "the webhook is not registered; states come by asking alone");
        }
    }

    /// Registers the webhook beside everything else: it must never keep a code waiting.
    fn register(&self, session: &Session, access: &AccountAccess, started: oneshot::Receiver<()>, pilot: &Pilot) {
        if session.webhook_elsewhere {
            // the CRM's messages go there; whether they come here is not decided in passing
            return;
        }
        let url = address::ours(&self.parts.public_url, &access.number, &session.webhook_key);
        let (this, access, cancel, id) = (self.clone(), access.clone(), pilot.cancel.clone(), session.id);
        let registering = async move {
            let registered = cancel.run_until_cancelled(async {
                // the first may come too early; what it says does not matter
                let _ = this.parts.gateway.register_webhook(&access, &url).await;
                if started.await.is_err() {
                    return Ok(());
                }
                this.patiently(|| this.parts.gateway.register_webhook(&access, &url)).await
            });
            if let Some(Err(error)) = registered.await {
                tracing::warn!(session = %id, %error, "the webhook is not registered; states come by asking alone");
            }
        };
        self.parts.tasks.spawn(registering.in_current_span());
    }
}
