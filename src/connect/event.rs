//! What the platform tells us by itself.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::domain::{evidence::Source, secret::Secret, word::GatewayWord};

use super::{
    Connect, ConnectError, fold,
    ports::{NewEvent, Reported, Session, SessionEvent},
};

/// What somebody who passes events on listens to. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Forwarding {
    /// An event was kept that is to be passed on.
    pub news: Arc<Notify>,
    /// An account was started whose webhook goes somewhere else.
    pub started_elsewhere: Arc<Notify>,
}

impl Connect {
    /// From now on events are kept with their bodies, for jobs that pass them on.
    #[must_use]
    pub fn pass_events_on(&self) -> Forwarding {
        self.parts.forwarding.get_or_init(Forwarding::default).clone()
    }

    /// Takes an event over; when this returns it is kept, durably. The same event twice is one. The tenant comes from
    /// `key` alone, never from the event; an event that names another account than the key's changes nothing.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if no session has that key.
    pub async fn event(&self, key: &Secret, event: &SessionEvent, raw: &[u8]) -> Result<(), ConnectError> {
        let session = self.parts.store.session_by_webhook_key(key).await?.ok_or(ConnectError::NotFound)?;
        let is_its_own = event.number.is_none() || event.number == session.account;
        if is_its_own {
            self.believe(&session, event).await?;
        } else {
            tracing::warn!(session = %session.id, "an event names another account than its key's; nothing is changed");
        }
        // who receives it may believe the account that the body names
        let forwarding = self.parts.forwarding.get().filter(|_| is_its_own);
        let new = NewEvent {
            session: session.id,
            organization: session.organization,
            account: session.account,
            event_id: event.id.clone(),
            kind: event.kind.clone(),
            received_at: self.now(),
            raw: forwarding.map(|_| raw.to_vec()),
        };
        let is_new = self.parts.store.keep_event(&new).await?;
        if let (true, Some(forwarding)) = (is_new, forwarding) {
            forwarding.news.notify_one();
        }
        Ok(())
    }

    /// Folds an event in before it is kept: were it the other way round, a crash between the two would leave an event
    /// that the platform sends again and that is taken for a known one.
    async fn believe(&self, session: &Session, event: &SessionEvent) -> Result<(), ConnectError> {
        let Some(word) = &event.word else { return Ok(()) };
        if let Some(id) = &event.id
            && self.parts.store.has_event(session.id, id).await?
        {
            return Ok(());
        }
        // an account number of digits alone looks like a phone
        let own = session.account.as_ref().map_or("", |number| number.as_str());
        let phone = event.phone.clone().filter(|phone| phone.digits() != own);
        let seen = Reported { word: word.clone(), qr: event.qr.clone(), phone };
        self.change(session.id, |session, now| fold::report(session, &seen, Source::Webhook, now)).await?;
        if matches!(word, GatewayWord::Up | GatewayWord::LoggedOut) {
            self.confirm_soon(session.id);
        }
        Ok(())
    }
}
