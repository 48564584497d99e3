//! Sending messages, with growing patience.

use std::{
    collections::{HashMap, hash_map::Entry},
    time::Duration,
};

use futures_util::{StreamExt as _, stream};

use crate::{
    connect::{
        one_server,
        ports::{NotTaken, StoreError},
    },
    domain::{
        alert::{AlertChannel, AlertMessage, Delivery},
        ids::OrganizationId,
        time::Timestamp,
    },
};

use super::Alerts;

/// How many are sent at once.
const SIDE_BY_SIDE: usize = 4;
/// How many are read at once.
const BATCH: u32 = 64;
/// Waits before a message is tried again; after the last it is given up, about nine hours later.
pub const WAITS: [Duration; 7] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(60 * 60),
    Duration::from_secs(3 * 60 * 60),
    Duration::from_secs(5 * 60 * 60),
];
/// Messages are kept for so long, in milliseconds: 30 days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1_000;

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Messages that were taken.
    pub taken: usize,
    /// Messages that are tried again.
    pub put_off: usize,
    /// Messages that were given up.
    pub given_up: usize,
}

impl Alerts {
    /// Sends all whose time has come. Of several servers one does this at a time; a message that a killed server was
    /// sending is sent again, under the same id.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn deliver(&self) -> Result<Delivered, StoreError> {
        let now = self.clock.now();
        if self.store.due_messages(now, 1).await?.is_empty() {
            return Ok(Delivered::default());
        }
        one_server(&*self.sessions, "job:alert-messages", self.deliver_all(now))
            .await?
            .unwrap_or_else(|| Ok(Delivered::default()))
    }

    async fn deliver_all(&self, now: Timestamp) -> Result<Delivered, StoreError> {
        let due = self.store.due_messages(now, BATCH).await?;
        let mut names: HashMap<OrganizationId, String> = HashMap::new();
        for (_, channel) in &due {
            if let Entry::Vacant(place) = names.entry(channel.organization) {
                place.insert(self.people.organization_name(channel.organization).await?.unwrap_or_default());
            }
        }
        let name = |channel: &AlertChannel| names.get(&channel.organization).cloned().unwrap_or_default();
        let tried = stream::iter(due)
            .map(|(message, channel)| {
                let name = name(&channel);
                async move { self.try_one(message, &channel, &name).await }
            })
            .buffer_unordered(SIDE_BY_SIDE)
            .collect::<Vec<_>>()
            .await;
        let mut delivered = Delivered::default();
        for message in tried {
            match message.delivery {
                Delivery::Taken(_) => delivered.taken += 1,
                Delivery::Waiting(_) => delivered.put_off += 1,
                Delivery::GivenUp => delivered.given_up += 1,
            }
            self.store.message_tried(&message).await?;
        }
        self.store.forget_messages(Timestamp(now.0 - KEPT)).await?;
        Ok(delivered)
    }

    /// One try; what came of it stands in the message.
    pub(super) async fn try_one(
        &self,
        message: AlertMessage,
        channel: &AlertChannel,
        organization: &str,
    ) -> AlertMessage {
        let sent = self.sender.send(channel, &message, organization).await;
        let (now, tries) = (self.clock.now(), message.tries + 1);
        match sent {
            Ok(()) => AlertMessage { tries, delivery: Delivery::Taken(now), why: None, ..message },
            Err(refusal) => {
                tracing::warn!(message = %message.id, tries, why = refusal.why, "an alert was not taken");
                let delivery =
                    again(tries, &refusal).map_or(Delivery::GivenUp, |wait| Delivery::Waiting(now.plus(wait)));
                AlertMessage { tries, delivery, why: Some(refusal.why), ..message }
            }
        }
    }
}

/// How long to wait after so many tries; `None` and it is given up. An address that is gone for good is given up at once:
/// HTTP's 410, and what SMTP says of a mailbox that is not there.
fn again(tries: u32, refusal: &NotTaken) -> Option<Duration> {
    if matches!(refusal.status, Some(410 | 550 | 551 | 553)) {
        return None;
    }
    let wait = *WAITS.get(usize::try_from(tries).ok()?.checked_sub(1)?)?;
    Some(refusal.retry_after.map_or(wait, |asked| asked.clamp(wait, Duration::from_secs(24 * 60 * 60))))
}
