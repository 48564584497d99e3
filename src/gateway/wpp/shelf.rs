//! One token for all servers that share a database, renewed by one of them.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{
    connect::ports::{Clock, GatewayError, Lease, SharedToken, StoreError, Together},
    domain::secret::Secret,
};

use super::{
    fresh::{KeyHash, hash},
    tokens::{EARLY, Issued, Want, renew_at},
};

/// Between two looks whether another server has renewed it.
const STEP: Duration = Duration::from_millis(100);

/// Where the tokens of all servers lie; nothing for a server that is alone.
pub(super) struct Shelf {
    store: Option<Arc<dyn Together>>,
    clock: Arc<dyn Clock>,
}

impl Shelf {
    /// Tokens are this server's own.
    pub fn alone(clock: Arc<dyn Clock>) -> Self {
        Self { store: None, clock }
    }

    /// Tokens are those of all servers on this database.
    pub fn share(&mut self, store: Arc<dyn Together>) {
        self.store = Some(store).filter(|store| store.shares());
    }

    /// A token that lies there, or what `issue` brings; of many servers one issues at a time. `refused` is one that the
    /// platform does not take any more.
    pub async fn get(
        &self,
        key: &Secret,
        want: Want,
        refused: Option<&Secret>,
        deadline: Instant,
        issue: impl Future<Output = Result<Issued, GatewayError>>,
    ) -> Result<Issued, GatewayError> {
        let Some(store) = &self.store else { return issue.await };
        let key = hash(key);
        match self.wait(store, key, want, refused, deadline).await {
            Ok(Found::Token(issued)) => return Ok(issued),
            Ok(Found::Turn(_turn)) => {
                let issued = issue.await?;
                let token = SharedToken { value: issued.value.clone(), renew_at: renew_at(&issued) };
                if let Err(error) = store.share_token(key, &token).await {
                    tracing::warn!(%error, "a token could not be shared; other servers get their own");
                }
                return Ok(issued);
            }
            Ok(Found::Nothing) => {}
            Err(error) => tracing::warn!(%error, "shared tokens cannot be read; this server gets its own"),
        }
        issue.await
    }

    async fn wait(
        &self,
        store: &Arc<dyn Together>,
        key: KeyHash,
        want: Want,
        refused: Option<&Secret>,
        deadline: Instant,
    ) -> Result<Found, StoreError> {
        let lease = lease_of(&key);
        loop {
            let turn = match store.take(&lease).await? {
                Lease::Ours(_) => Some(Turn { store: Arc::clone(store), lease: lease.clone() }),
                Lease::Theirs => None,
            };
            let now = self.clock.now();
            let lies = store
                .shared_token(key)
                .await?
                .filter(|token| !matches!(want, Want::New) && now < token.renew_at && refused != Some(&token.value));
            if let Some(token) = lies {
                let lives = token.renew_at.since(now) + EARLY;
                return Ok(Found::Token(Issued { value: token.value, lives: Some(lives), asked_at: now }));
            }
            if let Some(turn) = turn {
                return Ok(Found::Turn(turn));
            }
            if deadline.saturating_duration_since(Instant::now()) <= STEP {
                return Ok(Found::Nothing);
            }
            self.clock.sleep(STEP).await;
        }
    }
}

enum Found {
    Token(Issued),
    Turn(Turn),
    Nothing,
}

/// The right to renew, given back when it is dropped: whoever asked may go away half-way.
struct Turn {
    store: Arc<dyn Together>,
    lease: String,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (store, lease) = (Arc::clone(&self.store), std::mem::take(&mut self.lease));
        tokio::spawn(async move {
            if let Err(error) = store.give_back(&lease, "").await {
                tracing::warn!(lease, %error, "a lease could not be given back; it ends with this server");
            }
        });
    }
}

fn lease_of(key: &KeyHash) -> String {
    let digits: String = key[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("token:{digits}")
}
