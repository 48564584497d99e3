//! Changes, by organization, to whoever listens at this server and at the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::broadcast;

use crate::{
    connect::ports::{News, Publisher, Together},
    domain::{
        alert::Notice,
        ids::{IntegrationId, OrganizationId},
    },
};

/// Changes that a slow listener may be behind before it is told to look at everything anew.
const BEHIND: usize = 256;

/// What a listener hears of its organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A session has changed, came or went.
    Session(IntegrationId),
    /// Who can be notified should be.
    Alerted(Notice),
    /// Somebody has signed out.
    SignedOut,
    /// Changes were missed: look at everything anew.
    Missed,
}

/// One channel for every organization that somebody listens to. Nothing is kept for others.
#[derive(Default)]
pub struct Hub {
    channels: Mutex<HashMap<OrganizationId, broadcast::Sender<Change>>>,
    /// `None` where there is one server.
    others: Option<Arc<dyn Together>>,
}

impl Hub {
    /// One that tells other servers what it is told, if there may be any. What they tell comes by
    /// [`Hub::hear_others`].
    #[must_use]
    pub fn among(others: Arc<dyn Together>) -> Self {
        Self { others: Some(others).filter(|others| others.shares()), ..Self::default() }
    }

    /// From now on, every change of the organization's sessions.
    #[must_use]
    pub fn listen(&self, organization: OrganizationId) -> broadcast::Receiver<Change> {
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

    /// Somebody of the organization has signed out here.
    pub fn signed_out(&self, organization: OrganizationId) {
        self.tell(News::SignedOut(organization));
    }

    /// Passes on what other servers tell, for as long as this is waited for.
    pub async fn hear_others(&self) {
        if let Some(others) = &self.others {
            others.listen(&|news| self.pass_on(news)).await;
        }
    }

    fn tell(&self, news: News) {
        self.pass_on(news);
        if let Some(others) = &self.others {
            others.announce(news);
        }
    }

    fn pass_on(&self, news: News) {
        let channels = self.channels();
        let tell = |organization: &OrganizationId, change| {
            if let Some(channel) = channels.get(organization) {
                // an error says that the last listener has just gone
                let _ = channel.send(change);
            }
        };
        match news {
            News::Changed(organization, session) => tell(&organization, Change::Session(session)),
            News::Alerted(organization, notice) => tell(&organization, Change::Alerted(notice)),
            News::SignedOut(organization) => tell(&organization, Change::SignedOut),
            News::Missed => channels.keys().for_each(|organization| tell(organization, Change::Missed)),
        }
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<OrganizationId, broadcast::Sender<Change>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Publisher for Hub {
    fn changed(&self, organization: OrganizationId, session: IntegrationId) {
        self.tell(News::Changed(organization, session));
    }

    fn alerted(&self, organization: OrganizationId, notice: Notice) {
        self.tell(News::Alerted(organization, notice));
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use uuid::Uuid;

    use super::*;

    fn organization(number: u128) -> OrganizationId {
        OrganizationId(Uuid::from_u128(number))
    }

    fn session(number: u128) -> IntegrationId {
        IntegrationId(Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn only_those_who_look_at_an_organization_hear_of_it() {
        let hub = Hub::default();
        let mut listener = hub.listen(organization(1));
        hub.changed(organization(2), session(1));
        hub.changed(organization(1), session(2));
        assert_eq!(listener.recv().await, Ok(Change::Session(session(2))));
        assert!(listener.try_recv().is_err());
    }

    #[test]
    fn nothing_is_kept_for_who_has_gone() {
        let hub = Hub::default();
        drop(hub.listen(organization(1)));
        assert_eq!(hub.listened(), []);
        let _listener = hub.listen(organization(2));
        assert_eq!(hub.channels().len(), 1);
    }

    /// Others who tell this, and note what they are told.
    struct Others(Vec<News>, Mutex<Vec<News>>);

    #[async_trait]
    impl Together for Others {
        fn shares(&self) -> bool {
            true
        }

        fn announce(&self, news: News) {
            self.1.lock().unwrap().push(news);
        }

        async fn listen(&self, heard: &(dyn Fn(News) + Send + Sync)) {
            self.0.iter().for_each(|news| heard(*news));
        }
    }

    #[tokio::test]
    async fn what_others_tell_goes_to_listeners_and_not_back() {
        let told = [News::Changed(organization(1), session(5)), News::SignedOut(organization(2)), News::Missed];
        let others = Arc::new(Others(told.to_vec(), Mutex::default()));
        let hub = Hub::among(others.clone());
        let (mut first, mut second) = (hub.listen(organization(1)), hub.listen(organization(2)));
        hub.hear_others().await;
        assert_eq!(others.1.lock().unwrap().as_slice(), []);
        for (listener, expected) in [
            (&mut first, [Change::Session(session(5)), Change::Missed]),
            (&mut second, [Change::SignedOut, Change::Missed]),
        ] {
            assert_eq!([listener.recv().await.unwrap(), listener.recv().await.unwrap()], expected);
        }

        hub.changed(organization(3), session(6));
        hub.signed_out(organization(1));
        let announced = [News::Changed(organization(3), session(6)), News::SignedOut(organization(1))];
        assert_eq!(others.1.lock().unwrap().as_slice(), announced, "whoever may look at it there");
        assert_eq!(first.recv().await, Ok(Change::SignedOut));
    }
}
