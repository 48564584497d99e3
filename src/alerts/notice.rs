//! Noticing that a session dropped.

use std::{collections::HashMap, time::Duration};

use crate::{
    connect::{
        ConnectError, one_server,
        ports::{Down, Session},
    },
    domain::{
        alert::{Alert, AlertKind},
        ids::{AlertMessageId, IntegrationId, OrganizationId},
        state::SessionState,
        time::Timestamp,
    },
};

use super::{AFTER, Alerts, MAX_CHANNELS, WATCH_EVERY};

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// Sessions that people are told of because they are down.
    pub down: usize,
    /// Sessions that are back.
    pub up: usize,
}

impl Alerts {
    /// Asks for the sessions of every organization with a channel that were not asked for in a minute, and puts what there
    /// is to tell into the channels. A gateway that does not answer says nothing about a session. Of several servers one
    /// does this at a time.
    ///
    /// # Errors
    /// [`ConnectError::Store`]
    pub async fn notice(&self) -> Result<Noticed, ConnectError> {
        let organizations = self.store.alerted_organizations().await?;
        if organizations.is_empty() {
            return Ok(Noticed::default());
        }
        self.connect.watch(&organizations, WATCH_EVERY).await?;
        let work = async {
            let mut noticed = Noticed::default();
            for organization in organizations {
                self.look_at(organization, &mut noticed).await?;
            }
            Ok::<_, ConnectError>(noticed)
        };
        one_server(&*self.sessions, "job:alerts", work).await?.unwrap_or_else(|| Ok(Noticed::default()))
    }

    async fn look_at(&self, organization: OrganizationId, noticed: &mut Noticed) -> Result<(), ConnectError> {
        let now = self.clock.now();
        let after = self.store.alert_after(organization).await?.unwrap_or(AFTER);
        let after = Duration::from_secs(u64::from(after) * 60);
        let downs = self.store.downs(organization).await?;
        let mut downs: HashMap<IntegrationId, Down> = downs.into_iter().map(|down| (down.session, down)).collect();
        for session in self.sessions.sessions(organization).await? {
            let known = downs.remove(&session.id);
            match (fate(&session, now), known) {
                (Fate::Down, None) => {
                    let since = self.since(&session, now).await?;
                    self.store.note_down(organization, session.id, since).await?;
                    if now.since(since) >= after {
                        noticed.down += usize::from(self.tell(&session, AlertKind::Down, since).await?);
                    }
                }
                (Fate::Down, Some(Down { told_at: None, since, .. })) if now.since(since) >= after => {
                    noticed.down += usize::from(self.tell(&session, AlertKind::Down, since).await?);
                }
                (Fate::Up, Some(Down { told_at: Some(_), .. })) => {
                    noticed.up += usize::from(self.tell(&session, AlertKind::Up, now).await?);
                }
                (Fate::Up | Fate::Leaving, Some(_)) => self.store.forget_down(session.id).await?,
                (Fate::Down | Fate::Up | Fate::Between | Fate::Leaving, _) => {}
            }
        }
        Ok(())
    }

    /// Since when a session is down: when it was last seen up, if its history says so.
    async fn since(&self, session: &Session, now: Timestamp) -> Result<Timestamp, ConnectError> {
        let mut since = now;
        for change in self.sessions.state_changes(session.id, 20).await? {
            if !is_down(change.after) {
                break;
            }
            since = change.at;
        }
        Ok(since)
    }

    async fn tell(&self, session: &Session, kind: AlertKind, since: Timestamp) -> Result<bool, ConnectError> {
        let alert = Alert { kind, session: Some(session.id), name: session.name.clone(), since };
        let ids: Vec<_> = (0..MAX_CHANNELS).map(|_| AlertMessageId(self.random.uuid())).collect();
        Ok(self.store.tell(session.organization, &alert, &ids, self.clock.now()).await?)
    }
}

enum Fate {
    Down,
    Up,
    /// Neither: an attempt is under way, or it is still connecting.
    Between,
    /// It was never connected, or is switched off: nobody misses it.
    Leaving,
}

fn fate(session: &Session, now: Timestamp) -> Fate {
    if session.live.first_connected_at.is_none() || !session.is_enabled {
        return Fate::Leaving;
    }
    match session.live.lifecycle.shown(now) {
        SessionState::Connected => Fate::Up,
        state if is_down(state) => Fate::Down,
        _ => Fate::Between,
    }
}

fn is_down(state: SessionState) -> bool {
    state.is_down() || matches!(state, SessionState::Reconnecting | SessionState::AwaitingScan)
}
