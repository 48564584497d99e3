//! Changes, by organization, to whoever listens.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::broadcast;

use crate::{
    connect::ports::Publisher,
    domain::ids::{IntegrationId, OrganizationId},
};

/// Changes that a slow listener may be behind before it is told to look at everything anew.
const BEHIND: usize = 256;

/// One channel for every organization that somebody listens to. Nothing is kept for others.
#[derive(Default)]
pub struct Hub {
    channels: Mutex<HashMap<OrganizationId, broadcast::Sender<IntegrationId>>>,
}

impl Hub {
    /// From now on, every change of the organization's sessions.
    #[must_use]
    pub fn listen(&self, organization: OrganizationId) -> broadcast::Receiver<IntegrationId> {
        let mut channels = self.channels();
        channels.retain(|_, channel| channel.receiver_count() > 0);
        channels.entry(organization).or_insert_with(|| broadcast::channel(BEHIND).0).subscribe()
    }

    /// The organizations that somebody listens to.
    #[must_use]
    pub fn listened(&self) -> Vec<OrganizationId> {
        let channels = self.channels();
        let heard = channels.iter().filter(|(_, channel)| channel.receiver_count() > 0);
        heard.map(|(organization, _)| *organization).collect()
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<OrganizationId, broadcast::Sender<IntegrationId>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Publisher for Hub {
    fn changed(&self, organization: OrganizationId, session: IntegrationId) {
        if let Some(channel) = self.channels().get(&organization) {
            // an error says that the last listener has just gone
            let _ = channel.send(session);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn only_those_who_look_at_an_organization_hear_of_it() {
        let hub = Hub::default();
        let (ours, theirs) = (OrganizationId(Uuid::from_u128(1)), OrganizationId(Uuid::from_u128(2)));
        let (one, two) = (IntegrationId(Uuid::from_u128(3)), IntegrationId(Uuid::from_u128(4)));
        let mut listener = hub.listen(ours);
        hub.changed(theirs, one);
        hub.changed(ours, two);
        assert_eq!(listener.recv().await, Ok(two));
        assert!(listener.try_recv().is_err());
    }

    #[test]
    fn nothing_is_kept_for_who_has_gone() {
        let hub = Hub::default();
        let ours = OrganizationId(Uuid::from_u128(1));
        drop(hub.listen(ours));
        assert_eq!(hub.listened(), []);
        let _listener = hub.listen(OrganizationId(Uuid::from_u128(2)));
        assert_eq!(hub.channels().len(), 1);
    }
}
