//! `force_recreate`: another account in the same row, but never in place of one that is connected.

use crate::domain::{actor::Actor, evidence::Trouble, ids::AttemptId, state::SessionState};

use super::{
    Connect, ConnectError, Provisioned, Repeats,
    ports::{AccountKey, Attempt, GatewayError, GatewayFault, NewAccount, Session},
    require_admin,
};

impl Connect {
    /// Gives the organization's session another account and starts it. With a connected session it adds one, without
    /// any it makes the first. The same attempt id while that attempt is open is one attempt.
    ///
    /// # Errors
    /// As [`Connect::provision`]; a gateway that does not tell whether the phone is linked still is an error too.
    pub async fn recreate(
        &self,
        actor: &Actor,
        attempt: AttemptId,
        repeats: Repeats,
    ) -> Result<Provisioned, ConnectError> {
        require_admin(actor)?;
        let sessions = self.refresh(actor, true).await?;
        let now = self.now();
        let is_connected = |session: &Session| session.live.lifecycle.shown(now) == SessionState::Connected;
        if sessions.iter().any(is_connected) {
            return self.add_again(actor, attempt, repeats).await;
        }
        let Some(chosen) = Session::chosen(&sessions, now).cloned() else {
            return self.provision(actor, attempt).await;
        };
        if chosen.live.attempt.as_ref().is_some_and(|open| open.id == attempt) {
            let session = self.bring_up(actor, chosen, attempt).await?;
            return Ok(Provisioned::of(session, self.now()));
        }
        let (this, who) = (self.clone(), actor.clone());
        let replaced = self.to_the_end(async move { this.replace(&who, &chosen, attempt).await }).await?;
        let session = self.drive(replaced.id).await?;
        Ok(Provisioned::of(session, self.now()))
    }

    async fn replace(&self, actor: &Actor, chosen: &Session, attempt: AttemptId) -> Result<Session, ConnectError> {
        self.parts.flights.cancel(chosen.id);
        let turn = self.turn(chosen.id).await?;
        let session = self.own(actor, chosen.id).await?;
        if let Some((trouble, _)) = session.live.evidence.trouble.filter(|(trouble, _)| *trouble != Trouble::Refused) {
            // a phone that is linked behind a silent gateway must not be cut off
            return Err(untold(trouble).into());
        }
        if let Some(access) = session.access() {
            match self.parts.gateway.stop(&access).await {
                Err(error) if error.fault != GatewayFault::KeyRefused => return Err(error.into()),
                _ => {}
            }
        }
        let now = self.now();
        let attempt = Attempt {
            id: attempt,
            started_by: actor.user,
            started_at: now,
            asked_at: now,
            // what the attempt before this one made is this one's to clean up
            before: (!session.is_disposable()).then(|| session.live.lifecycle.shown(now)),
        };
        let replaced = self.renew_account(&session, Some(attempt), Some(actor)).await;
        drop(turn);
        replaced
    }

    /// Another account for a row: its id at the platform is stored before the platform is asked.
    pub(super) async fn renew_account(
        &self,
        session: &Session,
        attempt: Option<Attempt>,
        by: Option<&Actor>,
    ) -> Result<Session, ConnectError> {
        let new = NewAccount {
            mode: self.parts.gateway.mode(),
            sub_organization: self.sub_organization(session.organization),
            attempt,
            audit: self.audit(session, by, "replace_account"),
        };
        let replaced = self.parts.store.replace_account(session.id, &new).await?.ok_or(ConnectError::NotFound)?;
        self.parts.publisher.changed(replaced.organization, replaced.id);
        Ok(replaced)
    }

    /// Whether a row needs another account: nothing opens the one it has, and that is not everybody's key.
    pub(super) fn is_dead(&self, key: &AccountKey, error: &GatewayError) -> bool {
        use super::ports::CredentialMode::GlobalKey;
        error.fault == GatewayFault::KeyRefused
            && (*key != AccountKey::Global || self.parts.gateway.mode() != GlobalKey)
    }
}

fn untold(trouble: Trouble) -> GatewayError {
    let fault = match trouble {
        Trouble::Unreachable => GatewayFault::Unreachable,
        Trouble::Unwell => GatewayFault::Unwell { retry_after: None },
        Trouble::Nonsense | Trouble::Refused => GatewayFault::Nonsense,
    };
    GatewayError { fault, call: "accounts/status", status: None, detail: "it does not tell the state".to_owned() }
}
