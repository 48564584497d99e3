//! What the platform tells us by itself.

use crate::domain::{evidence::Source, secret::Secret, word::GatewayWord};

use super::{
    Connect, ConnectError, fold,
    ports::{Reported, SessionEvent},
};

impl Connect {
    /// Takes an event over. The tenant comes from `key` alone, never from the event; an event that names another
    /// account than the key's changes nothing.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if no session has that key.
    pub async fn event(&self, key: &Secret, event: &SessionEvent) -> Result<(), ConnectError> {
        let session = self.parts.store.session_by_webhook_key(key).await?.ok_or(ConnectError::NotFound)?;
        if event.number.is_some() && event.number != session.account {
            tracing::warn!(session = %session.id, "an event names another account than its key's; nothing is changed");
            return Ok(());
        }
        if let Some(word) = &event.word {
            // an account number of digits alone looks like a phone
            let own = session.account.as_ref().map_or("", |number| number.as_str());
            let phone = event.phone.clone().filter(|phone| phone.digits() != own);
            let seen = Reported { word: word.clone(), qr: event.qr.clone(), phone };
            self.change(session.id, |session, now| fold::report(session, &seen, Source::Webhook, now)).await?;
            if matches!(word, GatewayWord::Up | GatewayWord::LoggedOut) {
                self.confirm_soon(session.id);
            }
        }
        Ok(())
    }
}
