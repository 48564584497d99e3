//! Another webhook key for a session. The one before counts until the platform has the new address, and ten minutes more:
//! what is on its way still arrives.

use std::time::Duration;

use crate::domain::{actor::Actor, ids::IntegrationId, secret::Secret};

use super::{Connect, ConnectError, address, ports::Session, require_admin, turn::one_server};

/// How long the key before counts once the platform has the new one.
const OLD_FOR: Duration = Duration::from_secs(600);

impl Connect {
    /// Gives a session another webhook key and tells the platform. `false` if the platform has not taken it yet: it is
    /// told again in the background, and until then both keys count.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member and for a session whose key the CRM made,
    /// [`ConnectError::NotFound`], [`ConnectError::Incomplete`], [`ConnectError::Store`].
    pub async fn rotate_webhook_key(&self, actor: &Actor, id: IntegrationId) -> Result<bool, ConnectError> {
        require_admin(actor)?;
        let session = self.own(actor, id).await?;
        if session.is_adopted {
            return Err(ConnectError::Forbidden);
        }
        session.access().ok_or(ConnectError::Incomplete)?;
        let key = Secret::new(self.parts.random.hex(24));
        let audit = self.audit(&session, Some(actor), "rotate_webhook_key");
        let session = self.parts.store.rotate_webhook_key(id, &key, &audit).await?.ok_or(ConnectError::NotFound)?;
        Ok(self.tell_webhook_key(&session).await.is_ok())
    }

    /// Whether the platform has still to take a session's new webhook key; until then both count.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if it is not the organization's, [`ConnectError::Store`].
    pub async fn is_webhook_key_untold(&self, actor: &Actor, id: IntegrationId) -> Result<bool, ConnectError> {
        let session = self.own(actor, id).await?;
        Ok(self.parts.store.untaken_webhook_keys().await?.iter().any(|untaken| untaken.id == session.id))
    }

    /// Tells the platform the webhook keys that it has not taken yet. Of several servers one does so at a time. Says how
    /// many it has taken now.
    ///
    /// # Errors
    /// [`ConnectError::Store`] if the sessions could not be read.
    pub async fn tell_webhook_keys(&self) -> Result<usize, ConnectError> {
        if self.parts.store.untaken_webhook_keys().await?.is_empty() {
            return Ok(0);
        }
        let work = async {
            let mut taken = 0;
            for session in self.parts.store.untaken_webhook_keys().await? {
                taken += usize::from(self.tell_webhook_key(&session).await.is_ok());
            }
            Ok::<_, ConnectError>(taken)
        };
        one_server(&*self.parts.store, "job:webhook-keys", work).await?.unwrap_or(Ok(0))
    }

    async fn tell_webhook_key(&self, session: &Session) -> Result<(), ConnectError> {
        let access = session.access().ok_or(ConnectError::Incomplete)?;
        let url = address::ours(&self.parts.public_url, &access.number, &session.webhook_key);
        let told = self.patiently(|| self.parts.gateway.register_webhook(&access, &url)).await;
        if let Err(error) = told {
            tracing::warn!(session = %session.id, %error, "the new webhook key is not told yet; both count until it is");
            return Err(error.into());
        }
        Ok(self.parts.store.webhook_key_taken(session.id, self.now().plus(OLD_FOR)).await?)
    }
}
