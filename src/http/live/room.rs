//! Everybody who looks at one organization: a change is read and written out once for all of them, and so is the list.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::{
    Mutex as AsyncMutex,
    broadcast::{self, error::RecvError},
};

use crate::{
    connect::Connect,
    domain::{
        actor::Actor,
        alert::Notice,
        ids::{IntegrationId, OrganizationId},
        time::Timestamp,
    },
    live::{Change, Hub},
};

use super::{
    frame::Frame,
    seats::{Seat, Seats},
};

/// Frames that a slow listener may be behind before it gets the whole list again.
const BEHIND: usize = 64;
/// A list that is older is read again even if no change was heard of: some of what it shows follows from the clock alone.
const LIST_KEEPS: Duration = Duration::from_millis(500);

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
    seats: Arc<Seats>,
    open: Arc<Mutex<HashMap<OrganizationId, Arc<Room>>>>,
}

/// One organization's listeners. It ends with the last of them.
pub struct Room {
    said: broadcast::Sender<Said>,
    /// How many changes were heard of.
    changes: AtomicU64,
    list: AsyncMutex<Option<List>>,
}

/// The list as it was written out last.
struct List {
    /// The changes that were heard of before it was read.
    changes: u64,
    at: Timestamp,
    frame: Frame,
}

impl Rooms {
    /// No rooms yet, and as many seats in all of them as the process can afford.
    #[must_use]
    pub fn new(hub: Arc<Hub>, connect: Connect) -> Self {
        Self::with_seats(hub, connect, Seats::affordable())
    }

    /// No rooms yet, and so many seats in all of them.
    #[must_use]
    pub fn with_seats(hub: Arc<Hub>, connect: Connect, seats: usize) -> Self {
        Self { hub, connect, seats: Arc::new(Seats::new(seats)), open: Arc::default() }
    }

    /// How many listen, in all rooms.
    #[must_use]
    pub fn listeners(&self) -> u64 {
        self.seats.taken() as u64
    }

    /// Somebody of the organization has signed out.
    pub fn signed_out(&self, organization: OrganizationId) {
        self.hub.signed_out(organization);
    }

    /// A seat for the sign-in whose token has this hash, if there is one.
    pub(super) fn seat(&self, sign_in: [u8; 32]) -> Option<Seat> {
        self.seats.take(sign_in)
    }

    /// The organization's room, and what is said in it from now on.
    pub(super) fn enter(&self, organization: OrganizationId) -> (Arc<Room>, broadcast::Receiver<Said>) {
        let mut open = self.open();
        if let Some(room) = open.get(&organization) {
            return (room.clone(), room.said.subscribe());
        }
        let (said, listener) = broadcast::channel(BEHIND);
        let room = Arc::new(Room { said, changes: AtomicU64::new(0), list: AsyncMutex::default() });
        open.insert(organization, room.clone());
        tokio::spawn(self.clone().tell(organization, room.clone(), self.hub.listen(organization)));
        (room, listener)
    }

    /// Tells a room of every change until nobody is in it.
    async fn tell(self, organization: OrganizationId, room: Arc<Room>, mut changes: broadcast::Receiver<Change>) {
        // the last code that was sent of each session: a code is large, and changes less often than what stands beside it
        let mut codes: HashMap<IntegrationId, u32> = HashMap::new();
        loop {
            let changed = tokio::select! {
                changed = changes.recv() => changed,
                () = room.said.closed() => {
                    let mut open = self.open();
                    // somebody may just have come in
                    if room.said.receiver_count() == 0 {
                        open.remove(&organization);
                        return;
                    }
                    continue;
                }
            };
            room.changes.fetch_add(1, Ordering::SeqCst);
            let said = match changed {
                Ok(Change::Session(id)) => of_session(&self.connect, organization, id, &mut codes).await,
                Ok(Change::Alerted(notice)) => of_notice(&self.connect, organization, notice).await,
                Ok(Change::SignedOut) => vec![Said::Check],
                Ok(Change::Missed) | Err(RecvError::Lagged(_)) => {
                    codes.clear();
                    vec![Said::Missed]
                }
                Err(RecvError::Closed) => return,
            };
            for said in said {
                let _ = room.said.send(said);
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<OrganizationId, Arc<Room>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// The whole list; `None` if it cannot be read. When a thousand come at once it is read for the first of them. Who
    /// entered before this hears of everything that is not in it.
    pub async fn list(&self, connect: &Connect, actor: &Actor) -> Option<Frame> {
        let mut list = self.list.lock().await;
        let (changes, now) = (self.changes.load(Ordering::SeqCst), connect.now());
        let fresh = |list: &&List| list.changes == changes && now.since(list.at) < LIST_KEEPS;
        if let Some(list) = list.as_ref().filter(fresh) {
            return Some(list.frame.clone());
        }
        let frame = Frame::panel(&connect.list(actor).await.ok()?, now)?;
        *list = Some(List { changes, at: now, frame: frame.clone() });
        Some(frame)
    }
}

async fn of_notice(connect: &Connect, organization: OrganizationId, notice: Notice) -> Vec<Said> {
    let session = match notice.session {
        Some(id) => connect.find(organization, id).await.ok().flatten(),
        None => None,
    };
    Frame::alert(notice.kind, session.as_ref()).map(Said::Frame).into_iter().collect()
}

async fn of_session(
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
