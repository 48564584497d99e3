//! From a token to a person and their rights.

use std::{
    fmt,
    sync::{Arc, Once},
    time::Duration,
};

use sha2::{Digest as _, Sha256};

use crate::{
    connect::ports::Clock,
    domain::{actor::Actor, ids::UserId, time::Timestamp},
    people::{People, PeopleError},
};

use super::{
    claims::Named,
    kept::Kept,
    verify::{Refusal, Trust, TrustError, Verifier},
};

/// How long somebody's rights count without being looked up again.
pub const RIGHTS_LIFE: Duration = Duration::from_secs(5);
/// How long a token's signature counts without being checked again: a key that was withdrawn must not live on in here.
const TOKEN_LIFE: Duration = Duration::from_secs(60);

/// Why nobody may call.
#[derive(Debug, thiserror::Error)]
pub(super) enum Nobody {
    /// The token is not good.
    #[error("the token counts for nothing")]
    BadToken,
    /// A known user without a profile or an organization.
    #[error("no organization")]
    NoOrganization,
    /// The keys are not there: this is not knowing, and not nobody.
    #[error("the public keys are not there")]
    NoKeys,
    /// The store did not answer.
    #[error(transparent)]
    People(#[from] PeopleError),
}

/// Finds out who calls. Remembers checked tokens for 60 s and rights for [`RIGHTS_LIFE`], at most 10,000 of each.
pub struct Callers {
    verifier: Verifier,
    people: Arc<People>,
    clock: Arc<dyn Clock>,
    /// By the SHA-256 of the token.
    tokens: Kept<[u8; 32], Named>,
    rights: Kept<UserId, Option<Actor>>,
    told: Once,
}

impl Callers {
    /// Puts the parts together. Nothing is asked of anybody yet.
    ///
    /// # Errors
    /// [`TrustError`] if tokens could never be checked.
    pub fn new(trust: Trust, people: Arc<People>, clock: Arc<dyn Clock>) -> Result<Self, TrustError> {
        Ok(Self {
            verifier: Verifier::new(trust, clock.clone())?,
            people,
            clock,
            tokens: Kept::new(),
            rights: Kept::new(),
            told: Once::new(),
        })
    }

    /// Makes a change of somebody's rights count with their next call and not 5 s later.
    pub fn forget(&self, user: UserId) {
        self.rights.forget(&user);
    }

    /// Who this token is.
    pub(super) async fn who(&self, token: &str) -> Result<Actor, Nobody> {
        let now = self.clock.now();
        let named = self.named(token, now).await?;
        let mut actor = self.rights_of(named.user).await?.ok_or(Nobody::NoOrganization)?;
        if actor.email.is_empty() {
            actor.email = named.email.unwrap_or_default();
        }
        Ok(actor)
    }

    async fn named(&self, token: &str, now: Timestamp) -> Result<Named, Nobody> {
        let key: [u8; 32] = Sha256::digest(token).into();
        let before = match self.tokens.get(&key, now) {
            Ok(named) => return Ok(named),
            Err(before) => before,
        };
        if !self.verifier.trusts_anybody() {
            self.told.call_once(|| {
                tracing::warn!("a bearer came and none counts: set SUPABASE_JWT_SECRET or SUPABASE_JWKS_URL");
            });
            return Err(Nobody::BadToken);
        }
        match self.verifier.verify(token).await {
            Ok(named) => {
                self.tokens.keep(before, key, named.clone(), named.until.since(now).min(TOKEN_LIFE));
                Ok(named)
            }
            Err(Refusal::NoKeys) => Err(Nobody::NoKeys),
            Err(Refusal::Bad(reason)) => {
                tracing::info!(reason, "a bearer was refused");
                Err(Nobody::BadToken)
            }
        }
    }

    async fn rights_of(&self, user: UserId) -> Result<Option<Actor>, Nobody> {
        let before = match self.rights.get(&user, self.clock.now()) {
            Ok(known) => return Ok(known),
            Err(before) => before,
        };
        let actor = self.people.person(user).await?;
        self.rights.keep(before, user, actor.clone(), RIGHTS_LIFE);
        Ok(actor)
    }
}

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callers").finish_non_exhaustive()
    }
}
