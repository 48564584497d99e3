//! The public keys of the project: asked for when they are needed, and remembered.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jsonwebtoken::{Algorithm, DecodingKey};

use crate::{connect::ports::Clock, domain::time::Timestamp};

use super::{jwk::PublicKey, source::Source};

/// How long keys count without being asked for again. One that was withdrawn opens nothing after this long.
const LIFE: Duration = Duration::from_secs(10 * 60);
/// The pause between two requests while there are keys: a name that nobody knows must not make us hammer the project.
const PAUSE: Duration = Duration::from_secs(30);
/// The pause while there are none: nobody can be let in until there are.
const PAUSE_WITHOUT: Duration = Duration::from_secs(5);

/// The keys are not known, and so it is not known either who somebody is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unreachable;

/// The keys, and how to come by them.
pub(super) struct Keys(Arc<Shared>);

struct Shared {
    source: Source,
    clock: Arc<dyn Clock>,
    known: Mutex<Known>,
    /// One request at a time.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    keys: Option<Vec<PublicKey>>,
    /// When they last came.
    read_at: Option<Timestamp>,
    /// When the last request ended, however.
    asked_at: Option<Timestamp>,
    failing: bool,
}

impl Keys {
    pub fn new(source: Source, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared { source, clock, known: Mutex::default(), turn: tokio::sync::Mutex::default() }))
    }

    /// The key of this name for this algorithm; `None` if there is none. Waits for one request at most.
    pub async fn find(&self, kid: &str, algorithm: Algorithm) -> Result<Option<Arc<DecodingKey>>, Unreachable> {
        if self.0.is_due(kid) {
            let (shared, kid) = (self.0.clone(), kid.to_owned());
            // a task, since whoever asked may hang up, and others wait for the same answer
            let asking = tokio::spawn(async move {
                let _turn = shared.turn.lock().await;
                if shared.is_due(&kid) {
                    shared.ask().await;
                }
            });
            if asking.await.is_err() {
                tracing::error!("the request for the public keys was cut off");
            }
        }
        let known = self.0.known();
        let keys = known.keys.as_ref().ok_or(Unreachable)?;
        let found = keys.iter().find(|key| key.kid == kid && key.algorithm == algorithm);
        Ok(found.map(|key| key.key.clone()))
    }
}

impl Shared {
    /// Whether to ask before looking for this name.
    fn is_due(&self, kid: &str) -> bool {
        let now = self.clock.now();
        let known = self.known();
        match &known.keys {
            None => over(known.asked_at, PAUSE_WITHOUT, now),
            Some(keys) => {
                let wanted = over(known.read_at, LIFE, now) || keys.iter().all(|key| key.kid != kid);
                wanted && over(known.asked_at, PAUSE, now)
            }
        }
    }

    /// Asks; keys that are there stay if it fails.
    async fn ask(&self) {
        let answer = self.source.read().await;
        let now = self.clock.now();
        let mut known = self.known();
        known.asked_at = Some(now);
        match answer {
            Ok(keys) => {
                if known.failing || known.keys.is_none() {
                    tracing::info!(keys = keys.len(), "the public keys of SUPABASE_JWKS_URL are there");
                }
                *known = Known { keys: Some(keys), read_at: Some(now), asked_at: Some(now), failing: false };
            }
            Err(reason) => {
                if !known.failing {
                    let old = known.keys.is_some();
                    tracing::error!(reason, old, "the public keys of SUPABASE_JWKS_URL could not be read");
                }
                known.failing = true;
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether more than `span` has passed since then. A clock that was set back says nothing, so that counts as passed.
fn over(since: Option<Timestamp>, span: Duration, now: Timestamp) -> bool {
    since.is_none_or(|since| now < since || now.since(since) >= span)
}
