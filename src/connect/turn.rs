//! One at a time per session: in this process by a lock, among several servers by a lease.

use std::{sync::Arc, time::Duration};

use tokio::sync::OwnedMutexGuard;
use tokio_util::task::TaskTracker;

use crate::domain::ids::IntegrationId;

use super::{
    Connect, ConnectError,
    flights::{Landing, Pilot},
    ports::{GatewayError, GatewayFault, Lease, OF_SESSIONS, Session, SessionStore, StoreError},
};

/// Between two looks at another server's work.
const STEP: Duration = Duration::from_millis(200);
/// How often a drive looks whether another server wants the session.
const LISTEN_EVERY: Duration = Duration::from_millis(500);
/// Longer than a server that died keeps its leases, and than one that lives takes to give one back.
const PATIENCE: Duration = Duration::from_secs(15);

/// The right to change a session at the gateway, until it is dropped.
pub struct Turn {
    held: Option<Held>,
}

struct Held {
    local: OwnedMutexGuard<()>,
    lease: String,
    said: String,
    store: Arc<dyn SessionStore>,
    tasks: TaskTracker,
}

impl Turn {
    /// What a server that waits for this turn is told at its end.
    pub(super) fn say(&mut self, landing: &Landing) {
        if let Some(held) = &mut self.held {
            held.said = word_of(landing);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(Held { local, lease, said, store, tasks }) = self.held.take().filter(|held| held.store.shares())
        else {
            return;
        };
        tasks.spawn(async move {
            if let Err(error) = store.give_back(&lease, &said).await {
                tracing::warn!(lease, %error, "a lease could not be given back; it ends with this server");
            }
            // only now: the next one here would take the lease that this is about to give back
            drop(local);
        });
    }
}

/// How a drive gets to a session.
pub enum Approach {
    /// It is ours to drive.
    Clear(Turn),
    /// Another server has driven it meanwhile.
    Done(Landing),
}

impl Connect {
    /// Waits for the session, and asks another server that drives it to stop.
    pub(super) async fn turn(&self, id: IntegrationId) -> Result<Turn, ConnectError> {
        let mut local = self.parts.flights.lock(id).await;
        let lease = lease_of(id);
        let began = self.now();
        loop {
            local = match self.try_hold(local, &lease).await? {
                Hold::Ours(turn, _) => return Ok(turn),
                Hold::Theirs(local) => local,
            };
            if self.now().since(began) >= PATIENCE {
                return Err(ConnectError::Busy);
            }
            self.parts.store.ask_back(&lease).await?;
            self.parts.clock.sleep(STEP).await;
        }
    }

    /// The session, unless another server is at it: whoever asks now reads what that one writes down.
    pub(super) async fn turn_if_free(&self, id: IntegrationId) -> Result<Option<Turn>, ConnectError> {
        let local = self.parts.flights.lock(id).await;
        match self.try_hold(local, &lease_of(id)).await? {
            Hold::Ours(turn, _) => Ok(Some(turn)),
            Hold::Theirs(_) => Ok(None),
        }
    }

    /// Waits for the session in order to drive it, or for what another server's drive brings.
    pub(super) async fn approach(&self, id: IntegrationId, pilot: &Pilot) -> Result<Approach, ConnectError> {
        let mut local = self.parts.flights.lock(id).await;
        let lease = lease_of(id);
        let began = self.now();
        let mut waited = false;
        loop {
            local = match self.try_hold(local, &lease).await? {
                Hold::Ours(turn, said) => {
                    let landing = said.filter(|_| waited).and_then(|said| landing_of(&said));
                    return Ok(landing.map_or(Approach::Clear(turn), Approach::Done));
                }
                Hold::Theirs(local) => local,
            };
            waited = true;
            if pilot.cancel.is_cancelled() {
                return Err(ConnectError::Cancelled);
            }
            let session = self.parts.store.session_for_job(id).await?;
            if session.is_some_and(|session| is_there(&session)) {
                return Ok(Approach::Done(Ok(())));
            }
            if self.now().since(began) >= self.parts.patience.ensure + PATIENCE {
                return Err(ConnectError::Busy);
            }
            self.parts.clock.sleep(STEP).await;
        }
    }

    /// Returns when another server has asked for the session.
    pub(super) async fn is_wanted_elsewhere(&self, id: IntegrationId) {
        let lease = lease_of(id);
        if !self.parts.store.shares() {
            std::future::pending::<()>().await;
        }
        loop {
            self.parts.clock.sleep(LISTEN_EVERY).await;
            // a database that does not answer asks for nothing
            if self.parts.store.is_asked_back(&lease).await.unwrap_or(false) {
                return;
            }
        }
    }

    /// Asks for the lease. A request that is dropped in the middle of that must not keep it: among servers a task of its
    /// own asks, and what it brings to nobody is given back.
    async fn try_hold(&self, local: OwnedMutexGuard<()>, lease: &str) -> Result<Hold, ConnectError> {
        let (store, tasks, lease) = (self.parts.store.clone(), self.parts.tasks.clone(), lease.to_owned());
        let asking = async move {
            Ok(match store.take(&lease).await? {
                Lease::Theirs => Hold::Theirs(local),
                Lease::Ours(said) => {
                    let held = Held { local, lease, said: String::new(), store, tasks };
                    Hold::Ours(Turn { held: Some(held) }, said)
                }
            })
        };
        if self.parts.store.shares() { self.to_the_end(asking).await } else { asking.await }
    }
}

/// What came of asking for a lease.
enum Hold {
    /// It is ours, with what its last holder said.
    Ours(Turn, Option<String>),
    /// Another server has it; the lock in this process is still held.
    Theirs(OwnedMutexGuard<()>),
}

/// Whether there is something to show already.
fn is_there(session: &Session) -> bool {
    !session.removing && (session.live.qr.is_some() || session.live.attempt.is_none())
}

fn lease_of(id: IntegrationId) -> String {
    format!("{OF_SESSIONS}{id}")
}

const FAULTS: [(&str, GatewayFault); 6] = [
    ("unreachable", GatewayFault::Unreachable),
    ("timed out", GatewayFault::TimedOut),
    ("unwell", GatewayFault::Unwell { retry_after: None }),
    ("key refused", GatewayFault::KeyRefused),
    ("rejected", GatewayFault::Rejected),
    ("nonsense", GatewayFault::Nonsense),
];

/// Empty where the next one should rather try by itself.
fn word_of(landing: &Landing) -> String {
    let word = match landing {
        Ok(()) => "landed",
        Err(ConnectError::Cancelled | ConnectError::NotFound) => "cancelled",
        Err(ConnectError::Gateway(error)) => {
            let same = |fault: &GatewayFault| std::mem::discriminant(fault) == std::mem::discriminant(&error.fault);
            FAULTS.iter().find(|(_, fault)| same(fault)).map_or("", |(word, _)| word)
        }
        Err(_) => "",
    };
    word.to_owned()
}

fn landing_of(said: &str) -> Option<Landing> {
    match said {
        "landed" => Some(Ok(())),
        "cancelled" => Some(Err(ConnectError::Cancelled)),
        _ => FAULTS.iter().find(|(word, _)| *word == said).map(|(_, fault)| {
            let detail = "another server was told so".to_owned();
            let error = GatewayError { fault: fault.clone(), call: "ensure account with QR", status: None, detail };
            Err(error.into())
        }),
    }
}

/// Does `work` if no other server is doing it now.
pub(crate) async fn one_server<T>(
    store: &dyn SessionStore,
    lease: &str,
    work: impl Future<Output = T> + Send,
) -> Result<Option<T>, StoreError> {
    if store.take(lease).await? == Lease::Theirs {
        return Ok(None);
    }
    let done = work.await;
    store.give_back(lease, "").await?;
    Ok(Some(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landing_survives_the_way_to_another_server() {
        let error = |fault: &GatewayFault| GatewayError {
            fault: fault.clone(),
            call: "accounts/start",
            status: Some(503),
            detail: "words".to_owned(),
        };
        for (_, fault) in &FAULTS {
            let told = landing_of(&word_of(&Err(error(fault).into())));
            assert!(matches!(told, Some(Err(ConnectError::Gateway(told))) if told.fault == *fault), "{fault:?}");
        }
        assert!(matches!(landing_of(&word_of(&Ok(()))), Some(Ok(()))));
        assert!(matches!(landing_of(&word_of(&Err(ConnectError::Cancelled))), Some(Err(ConnectError::Cancelled))));
        assert!(landing_of(&word_of(&Err(ConnectError::Stopping))).is_none(), "the next one tries by itself");
    }
}
