//! Signing in and out. A sign-in is a random token; only its SHA-256 is kept.

use std::{net::IpAddr, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{
    connect::ports::{AuditEntry, MAX_AGENT, NewSignIn, PeopleStore, Random, StoreError},
    domain::{actor::Actor, ids::UserId, secret::Secret, time::Timestamp},
};

use super::{
    People, PeopleError,
    email::Email,
    password::{MAX_PASSWORD, Passwords},
};

/// How long a sign-in lives, whether it is used or not.
pub const SIGN_IN_LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A fresh sign-in, to be handed to the browser once.
#[derive(Debug)]
pub struct SignIn {
    /// 32 random bytes in base64url without padding, 43 characters.
    pub token: Secret,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whose it is.
    pub user: UserId,
}

/// What somebody who wants to sign in sent, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    /// As typed.
    pub email: &'a str,
    /// As typed.
    pub password: &'a Secret,
    /// The address the request came from, if it is known.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
}

/// What somebody signs in with.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// The address the request came from, if it is known.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub agent: Option<String>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown address or wrong password; which of them, nobody is told.
    #[error("wrong address or password")]
    Refused,
    /// Too many failures for this account or from this address.
    #[error("too many failures, wait {0:?}")]
    TooMany(Duration),
    /// It could not be found out.
    #[error(transparent)]
    Failed(#[from] PeopleError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl People {
    /// Signs somebody in with a new token.
    ///
    /// # Errors
    /// [`SignInError`]; an unknown address costs the same time as a wrong password.
    pub async fn sign_in(&self, visitor: Visitor<'_>) -> Result<SignIn, SignInError> {
        let Visitor { email, password, address, agent } = visitor;
        let Ok(email) = Email::parse(email) else { return Err(SignInError::Refused) };
        self.limiter.charge(email.as_str(), address, self.clock.now()).map_err(SignInError::TooMany)?;

        let found = self.find(&email, password, address).await;
        // a store that does not answer is nobody's failed guess
        if !matches!(found, Err(SignInError::Refused)) {
            self.limiter.forgive(email.as_str(), address);
        }
        let user = found?;
        let device = Device { address, agent: agent.map(str::to_owned) };
        let sign_in = self.begin(user, None, device).await?;
        note(&*self.store, user, "sign_in", address, self.clock.now()).await;
        Ok(sign_in)
    }

    async fn find(&self, email: &Email, password: &Secret, address: Option<IpAddr>) -> Result<UserId, SignInError> {
        // no password of that length was ever accepted, and hashing it would cost us, not them
        if password.expose().chars().count() > MAX_PASSWORD {
            return Err(SignInError::Refused);
        }
        let Some(user) = self.store.user_by_email(email.as_str()).await? else {
            self.passwords.verify_nobody(password).await.map_err(PeopleError::from)?;
            return Err(SignInError::Refused);
        };
        let right = self.passwords.verify(password, &user.password_hash).await.map_err(PeopleError::from)?;
        if right {
            if !Passwords::is_current(&user.password_hash) {
                self.rehash(user.id, password).await;
            }
            return Ok(user.id);
        }
        let (store, now) = (self.store.clone(), self.clock.now());
        // beside the answer: its time must not tell whether there is such a person
        tokio::spawn(async move { note(&*store, user.id, "sign_in_failed", address, now).await });
        Err(SignInError::Refused)
    }

    /// Keeps the password under today's parameters; the old hash does until the next time.
    async fn rehash(&self, user: UserId, password: &Secret) {
        let again = async {
            let hash = self.passwords.hash_again(password, &*self.random).await?;
            self.store.set_password(user, &hash).await?;
            Ok::<_, PeopleError>(())
        };
        if let Err(error) = again.await {
            tracing::warn!(%error, "a password could not be hashed anew");
        }
    }

    /// Who this token is; `None` if it is unknown, forged or over.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn signed_in(&self, token: &Secret) -> Result<Option<Actor>, PeopleError> {
        let Some(hash) = token_hash(token) else { return Ok(None) };
        Ok(self.store.signed_in(hash, self.clock.now()).await?)
    }

    /// Ends the sign-in of this token; an unknown or forged one is a success.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn sign_out(&self, token: &Secret) -> Result<(), PeopleError> {
        if let Some(hash) = token_hash(token) {
            self.store.end_sign_in(hash).await?;
        }
        Ok(())
    }

    /// Notes that somebody has signed out by themselves.
    pub async fn note_sign_out(&self, actor: &Actor) {
        note(&*self.store, actor.user, "sign_out", actor.address, self.clock.now()).await;
    }

    /// A new sign-in. `email` is what to call somebody who has no row in `users`.
    pub(super) async fn begin(
        &self,
        user: UserId,
        email: Option<String>,
        device: Device,
    ) -> Result<SignIn, PeopleError> {
        let (token, token_hash) = new_token(&*self.random);
        let now = self.clock.now();
        let expires_at = now.plus(SIGN_IN_LIFE);
        let agent = device.agent.map(|agent| agent.chars().filter(|sign| !sign.is_control()).take(MAX_AGENT).collect());
        let address = device.address;
        self.store.create_sign_in(&NewSignIn { token_hash, user, email, address, agent, now, expires_at }).await?;
        Ok(SignIn { token, expires_at, user })
    }
}

/// A line about somebody of an organization: one that cannot be written lets nobody in and keeps nobody out.
pub(super) async fn note(
    store: &dyn PeopleStore,
    user: UserId,
    action: &'static str,
    address: Option<IpAddr>,
    at: Timestamp,
) {
    let noted = async {
        let Some(Actor { organization, email, .. }) = store.person(user).await? else { return Ok(()) };
        let entry = AuditEntry { at, organization, actor: Some(user), address, action, session: None, detail: email };
        store.note(&entry).await
    };
    if let Err(error) = noted.await {
        tracing::error!(action, %error, "a line of the audit could not be written");
    }
}

/// 32 random bytes as text, and their SHA-256.
pub(super) fn new_token(random: &dyn Random) -> (Secret, [u8; 32]) {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes);
    (Secret::new(URL_SAFE_NO_PAD.encode(bytes)), Sha256::digest(bytes).into())
}

/// The SHA-256 of a token's bytes; `None` if it cannot be a token.
pub(super) fn token_hash(token: &Secret) -> Option<[u8; 32]> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(token.expose()).ok()?.try_into().ok()?;
    Some(Sha256::digest(bytes).into())
}
