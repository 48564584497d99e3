//! What the platform tells us by itself: kept first, durably; believed after the answer.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::domain::{qr::GivenQr, secret::Secret, time::Timestamp};

use super::{
    Connect, ConnectError,
    flood::Passage,
    ports::{Addressee, NewEvent, OpenEvent, SessionEvent, Told},
};

/// A time by the platform's clock this far ahead of ours, in milliseconds, is none: everything after it would be old news.
const TOO_FAR_AHEAD: i64 = 24 * 60 * 60 * 1_000;

/// What somebody who passes events on listens to. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Forwarding {
    /// An event was kept that is to be passed on.
    pub news: Arc<Notify>,
    /// An account was started whose webhook goes somewhere else.
    pub started_elsewhere: Arc<Notify>,
}

/// Somebody who proved whose events they bring.
pub struct Sender {
    addressee: Addressee,
    _passage: Passage,
}

/// An event that is kept and still to be believed, with what is not kept of it.
#[derive(Clone, Debug)]
pub struct Unsettled {
    pub(super) event: OpenEvent,
    /// Its code. It is in no database as part of an event.
    pub(super) qr: Option<GivenQr>,
}

impl Connect {
    /// From now on events are kept with their bodies, for jobs that pass them on.
    #[must_use]
    pub fn pass_events_on(&self) -> Forwarding {
        self.parts.forwarding.get_or_init(Forwarding::default).clone()
    }

    /// Whose events `key` proves: the present webhook key of a session, or the one before it while that counts. The tenant
    /// comes from here alone.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if no session has that key, [`ConnectError::TooMany`] if the session sends more than it
    /// may, [`ConnectError::Store`].
    pub async fn sender(&self, key: &Secret) -> Result<Sender, ConnectError> {
        let addressee = self.parts.store.addressee(key, self.now()).await?.ok_or(ConnectError::NotFound)?;
        let passage = self.parts.floods.enter(addressee.session, self.now());
        let passage = passage.map_err(|retry_after| ConnectError::TooMany { retry_after })?;
        Ok(Sender { addressee, _passage: passage })
    }

    /// Keeps an event; when this returns it is on the disk. The same event twice is one. What it says of a state is for
    /// [`Connect::settle_soon`]; an event that names another account than the key's says nothing.
    ///
    /// # Errors
    /// [`ConnectError::Store`]
    pub async fn keep_event(
        &self,
        sender: &Sender,
        event: &SessionEvent,
        raw: &[u8],
    ) -> Result<Option<Unsettled>, ConnectError> {
        let Addressee { session, organization, account } = sender.addressee.clone();
        let is_its_own = event.number.is_none() || event.number == account;
        if !is_its_own {
            tracing::warn!(%session, "an event names another account than its key's; nothing is changed");
        }
        let now = self.now();
        let happened_at = event.happened_at.filter(|at| at.0 < now.0.saturating_add(TOO_FAR_AHEAD));
        // an account of digits alone looks like a phone
        let own = account.as_ref().map_or("", |number| number.as_str());
        let phone = event.phone.clone().filter(|phone| phone.digits() != own);
        let told =
            event.word.clone().filter(|_| is_its_own).map(|word| Told { word, phone: phone.clone(), happened_at });
        // who receives it may believe the account that the body names
        let forwarding = self.parts.forwarding.get().filter(|_| is_its_own);
        let new = NewEvent {
            session,
            organization,
            account,
            event_id: event.id.clone(),
            kind: event.kind.clone(),
            received_at: now,
            happened_at,
            told: told.clone(),
            raw: forwarding.map(|_| raw.to_vec()),
        };
        let Some(number) = self.parts.store.keep_event(&new).await? else { return Ok(None) };
        if let Some(forwarding) = forwarding {
            forwarding.news.notify_one();
        }
        let unsettled = |told| Unsettled { event: OpenEvent { number, session, told }, qr: event.qr.clone() };
        Ok(told.map(unsettled))
    }

    /// When the newest event of the platform's that was believed had happened, by its clock.
    pub(super) fn is_old_news(told: &Told, newest: Option<Timestamp>) -> bool {
        told.happened_at.zip(newest).is_some_and(|(at, newest)| at < newest)
    }
}
