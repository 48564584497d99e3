//! «Отключить»: the account is stopped at the gateway and the row is removed; the audit keeps it.

use crate::domain::{actor::Actor, ids::IntegrationId};

use super::{Connect, ConnectError, Wish, require_admin};

impl Connect {
    /// Disconnects a session. A gateway that does not answer is asked again by a job; the row is out of the list all
    /// the same. An account that the gateway has forgotten is a success.
    ///
    /// # Errors
    /// [`ConnectError::Forbidden`] for a member, [`ConnectError::NotFound`] if it is not the organization's.
    pub async fn disconnect(&self, actor: &Actor, id: IntegrationId) -> Result<(), ConnectError> {
        require_admin(actor)?;
        self.own(actor, id).await?;
        self.end(actor, id, None).await
    }

    /// [`Connect::disconnect`] for a caller who names the session by an id or an account number, or not at all: then it
    /// is the primary one, or the only one. Who repeats the request does not end the session that became primary by it.
    ///
    /// # Errors
    /// As [`Connect::disconnect`]; [`ConnectError::BadInput`] if several sessions could be meant.
    pub async fn disconnect_meant(&self, actor: &Actor, names: &[&str], wish: &Wish) -> Result<(), ConnectError> {
        require_admin(actor)?;
        if wish.has_key() && self.was_done(actor, wish, None).await? {
            return Ok(());
        }
        let meant = self.meant_for_removal(actor, names).await;
        if names.is_empty() && !wish.has_key() {
            let next = match &meant {
                Ok(session) => Some(session.id),
                Err(ConnectError::NotFound) => None,
                Err(error) => return Err(error.clone()),
            };
            if self.was_done(actor, wish, next).await? {
                return Ok(());
            }
        }
        // whoever names a session means that one, whatever was ended before
        let noted = Some(wish.clone()).filter(|wish| names.is_empty() || wish.has_key());
        self.end(actor, meant?.id, noted).await
    }

    async fn end(&self, actor: &Actor, id: IntegrationId, noted: Option<Wish>) -> Result<(), ConnectError> {
        let (this, actor) = (self.clone(), actor.clone());
        self.to_the_end(async move {
            this.parts.flights.cancel(id);
            let alone = this.turn(id).await?;
            let session = this.own(&actor, id).await?;
            // durable before the gateway is asked: whatever happens then, the row is out of the list
            this.parts.store.mark_removing(id, &this.audit(&session, Some(&actor), "disconnect")).await?;
            if let Some(noted) = noted {
                this.note_done(&actor, &noted).await?;
            }
            this.parts.publisher.changed(session.organization, id);
            this.bury_soon(session, alone).await;
            Ok(())
        })
        .await
    }
}
