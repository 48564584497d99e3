//! Everybody who looks at one organization: a change is read and written out once for all of them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    connect::Connect,
    domain::ids::{IntegrationId, OrganizationId},
    live::Hub,
};

use super::frame::Frame;

/// Frames that a slow listener may be behind before it gets the whole list again.
const BEHIND: usize = 64;

/// What comes to a listener.
#[derive(Clone, Debug)]
pub enum Said {
    /// Something to pass on.
    Frame(Frame),
    /// Changes were missed: look at everything.
    Missed,
    /// Somebody has signed out: look whether you are still who you were.
    Check,
}

/// The rooms in which somebody is.
#[derive(Clone)]
pub struct Rooms {
    hub: Arc<Hub>,
    connect: Connect,
    open: Arc<Mutex<HashMap<OrganizationId, Weak<Room>>>>,
}

/// One organization's listeners. It ends with the last of them.
pub struct Room {
    frames: broadcast::Sender<Said>,
}

impl Rooms {
    /// No rooms yet.
    #[must_use]
    pub fn new(hub: Arc<Hub>, connect: Connect) -> Self {
        Self { hub, connect, open: Arc::default() }
    }

    /// Somebody of the organization has signed out.
    pub fn check(&self, organization: OrganizationId) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = open.get(&organization).and_then(Weak::upgrade) {
            let _ = room.frames.send(Said::Check);
        }
    }

    /// The organization's room, and what is said in it from now on.
    #[must_use]
    pub fn enter(&self, organization: OrganizationId) -> (Arc<Room>, broadcast::Receiver<Said>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, room| room.strong_count() > 0);
        if let Some(room) = open.get(&organization).and_then(Weak::upgrade) {
            let frames = room.frames.subscribe();
            return (room, frames);
        }
        let (sender, frames) = broadcast::channel(BEHIND);
        let room = Arc::new(Room { frames: sender.clone() });
        open.insert(organization, Arc::downgrade(&room));
        let (connect, changes) = (self.connect.clone(), self.hub.listen(organization));
        tokio::spawn(tell(connect, organization, changes, sender));
        (room, frames)
    }
}

/// Tells the room of every change until nobody is in it.
async fn tell(
    connect: Connect,
    organization: OrganizationId,
    mut changes: broadcast::Receiver<IntegrationId>,
    room: broadcast::Sender<Said>,
) {
    // the last code that was sent of each session: a code is large, and changes less often than what stands beside it
    let mut codes: HashMap<IntegrationId, u32> = HashMap::new();
    loop {
        let changed = tokio::select! {
            changed = changes.recv() => changed,
            () = room.closed() => return,
        };
        match changed {
            Ok(id) => {
                for frame in frames(&connect, organization, id, &mut codes).await {
                    let _ = room.send(frame);
                }
            }
            Err(RecvError::Lagged(_)) => {
                codes.clear();
                let _ = room.send(Said::Missed);
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn frames(
    connect: &Connect,
    organization: OrganizationId,
    id: IntegrationId,
    codes: &mut HashMap<IntegrationId, u32>,
) -> Vec<Said> {
    let session = match connect.find(organization, id).await {
        Ok(session) => session,
        Err(error) => {
            tracing::warn!(%error, session = %id, "a change could not be read; the pages ask for it themselves");
            return Vec::new();
        }
    };
    let now = connect.now();
    let Some(session) = session else {
        codes.remove(&id);
        return Frame::gone(id).map(Said::Frame).into_iter().collect();
    };
    let (progress, ordinal) = Frame::progress(&session, now);
    let known = match ordinal {
        Some(ordinal) => codes.insert(id, ordinal) == Some(ordinal),
        None => {
            codes.remove(&id);
            false
        }
    };
    let progress = progress.filter(|_| !known);
    Frame::card(&session, now).into_iter().chain(progress).map(Said::Frame).collect()
}
