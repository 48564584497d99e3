//! Bearer tokens, kept per key and renewed one at a time.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{sync::Mutex as AsyncMutex, time::Instant};

use crate::{
    connect::ports::{Clock, GatewayError, GatewayFault},
    domain::{secret::Secret, time::Timestamp},
};

use super::fresh::{KeyHash, hash};

/// How long before its end a token is renewed.
pub(super) const EARLY: Duration = Duration::from_secs(60);
/// How long a token lives that came without `expiresIn`. The platform's live 15 minutes, not the hour one would guess.
const UNSAID: Duration = Duration::from_secs(15 * 60);
/// No token is trusted, or kept, for longer than this.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// A token as the platform gave it out.
pub(super) struct Issued {
    /// The token.
    pub value: Secret,
    /// Its life, if it was said.
    pub lives: Option<Duration>,
    /// When it was asked for: its life is counted from here, since the answer may have been slow.
    pub asked_at: Timestamp,
}

/// A token to use.
#[derive(Clone)]
pub(super) struct Token {
    /// The token.
    pub value: Secret,
    /// Tells the renewals of one key apart; a renewed token may well have the same text.
    pub serial: u64,
    renew_at: Timestamp,
}

/// Which token will do.
#[derive(Clone, Copy)]
pub(super) enum Want {
    /// One whose time is not over.
    Valid,
    /// One that is not this one, which was refused.
    NewerThan(u64),
    /// One that is asked for now.
    New,
}

/// The tokens of all keys.
pub(super) struct Tokens {
    clock: Arc<dyn Clock>,
    slots: Mutex<HashMap<KeyHash, Arc<Slot>>>,
}

/// The token of one key. Holding `state` is being the one that renews.
#[derive(Default)]
struct Slot {
    renewals: AtomicU64,
    state: AsyncMutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    last: Option<Result<Token, GatewayError>>,
}

impl Tokens {
    /// Knows no token yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, slots: Mutex::default() }
    }

    /// A token for `key`: the one that is kept, or what `issue` brings. `issue` is run by one caller at a time per key;
    /// those who waited for it get what it brought, success or failure. One that is dropped half-way hands over to the
    /// next. `late` is the error of a caller whose deadline comes first.
    pub async fn get(
        &self,
        key: &Secret,
        want: Want,
        deadline: Instant,
        late: impl FnOnce() -> GatewayError,
        issue: impl Future<Output = Result<Issued, GatewayError>>,
    ) -> Result<Token, GatewayError> {
        let slot = self.slot(key);
        let before = slot.renewals.load(Ordering::SeqCst);
        let Ok(mut state) = tokio::time::timeout_at(deadline, slot.state.lock()).await else { return Err(late()) };
        let renewals = slot.renewals.load(Ordering::SeqCst);
        if renewals != before
            && let Some(last) = &state.last
        {
            return last.clone();
        }
        let now = self.clock.now();
        let kept = state.token.as_ref().filter(|token| match want {
            Want::Valid => now < token.renew_at,
            Want::NewerThan(serial) => token.serial > serial && now < token.renew_at,
            Want::New => false,
        });
        if let Some(token) = kept {
            return Ok(token.clone());
        }
        let result =
            issue.await.map(|issued| Token { renew_at: renew_at(&issued), value: issued.value, serial: renewals + 1 });
        match (&result, want) {
            (Ok(token), _) => state.token = Some(token.clone()),
            // asked for out of curiosity: that it could not be had now says nothing about the one we have
            (Err(error), Want::New) if error.fault != GatewayFault::KeyRefused => {}
            (Err(_), _) => state.token = None,
        }
        state.last = Some(result.clone());
        slot.renewals.store(renewals + 1, Ordering::SeqCst);
        result
    }

    fn slot(&self, key: &Secret) -> Arc<Slot> {
        let key = hash(key);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.get(&key) {
            return Arc::clone(slot);
        }
        // a new key is when the map could grow, so it is when what is over goes
        let now = self.clock.now();
        slots.retain(|_, slot| Arc::strong_count(slot) > 1 || slot.is_of_use(now));
        Arc::clone(slots.entry(key).or_default())
    }
}

/// From when on a token should be renewed.
pub(super) fn renew_at(issued: &Issued) -> Timestamp {
    issued.asked_at.plus(issued.lives.unwrap_or(UNSAID).min(LONGEST).saturating_sub(EARLY))
}

impl Slot {
    fn is_of_use(&self, now: Timestamp) -> bool {
        let Ok(state) = self.state.try_lock() else { return true };
        state.token.as_ref().is_some_and(|token| now < token.renew_at)
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
