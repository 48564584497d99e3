//! What somebody does with their own account: where they are signed in, and their password.

use std::time::Duration;

use crate::{
    connect::ports::{KnownSignIn, StoreError},
    domain::{actor::Actor, ids::UserId, look::Look, secret::Secret},
};

use super::{
    People, PeopleError,
    email::Email,
    password::Password,
    sign_in::{Device, SignIn, new_token, note, token_hash},
};

/// How long a link that sets a new password lives.
pub const RESET_LIFE: Duration = Duration::from_secs(60 * 60);

/// One of somebody's sign-ins.
#[derive(Clone, Debug)]
pub struct OwnSignIn {
    /// What is known of it.
    pub known: KnownSignIn,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// Why the password stayed what it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The present password is another one.
    #[error("the present password is wrong")]
    Wrong,
    /// The new one is too short, too long or not one line.
    #[error("the new password cannot be taken")]
    BadPassword,
    /// Too many wrong ones.
    #[error("too many failures, wait {0:?}")]
    TooMany(Duration),
    /// The CRM knows the password, not the panel.
    #[error("the password is the CRM's")]
    NotHere,
    /// The link is unknown, used or over.
    #[error("the link is not valid")]
    BadLink,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] PeopleError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl People {
    /// Where somebody is signed in, the last used first; `token` is the sign-in that asks.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn own_sign_ins(&self, actor: &Actor, token: &Secret) -> Result<Vec<OwnSignIn>, PeopleError> {
        let this = token_hash(token);
        let known = self.store.sign_ins(actor.user, self.clock.now()).await?;
        let own = |known: KnownSignIn| OwnSignIn { is_this: this == Some(known.token_hash), known };
        Ok(known.into_iter().map(own).collect())
    }

    /// Ends one of somebody's own sign-ins by the name that [`sign_in_name`] gives it; `false` if they have none such.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn end_own(&self, actor: &Actor, name: &str) -> Result<bool, PeopleError> {
        let known = self.store.sign_ins(actor.user, self.clock.now()).await?;
        let Some(found) = known.iter().find(|known| sign_in_name(known) == name) else { return Ok(false) };
        self.store.end_sign_in(found.token_hash).await?;
        note(&*self.store, actor.user, "sign_out", actor.address, self.clock.now()).await;
        Ok(true)
    }

    /// Ends all sign-ins of somebody but the one that asks; says how many those were.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn end_others(&self, actor: &Actor, token: &Secret) -> Result<u64, PeopleError> {
        let ended = self.store.end_sign_ins(actor.user, token_hash(token)).await?;
        note(&*self.store, actor.user, "sign_out_everywhere", actor.address, self.clock.now()).await;
        Ok(ended)
    }

    /// Whether the panel keeps somebody's password: of the CRM's people it does not.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn has_password(&self, actor: &Actor) -> Result<bool, PeopleError> {
        Ok(self.store.password_hash(actor.user).await?.is_some())
    }

    /// Sets a new password and ends every sign-in but the one that asks.
    ///
    /// # Errors
    /// [`ChangeError`]; guessing the present one is slowed down as signing in is.
    pub async fn change_password(
        &self,
        actor: &Actor,
        token: &Secret,
        present: &Secret,
        wanted: &Secret,
    ) -> Result<(), ChangeError> {
        let wanted = Password::parse(wanted.expose()).map_err(|_| ChangeError::BadPassword)?;
        let stored = self.store.password_hash(actor.user).await?.ok_or(ChangeError::NotHere)?;
        let address = actor.address;
        self.limiter.charge(&actor.email, address, self.clock.now()).map_err(ChangeError::TooMany)?;
        if !self.passwords.verify(present, &stored).await.map_err(PeopleError::from)? {
            return Err(ChangeError::Wrong);
        }
        self.limiter.forgive(&actor.email, address);
        let hash = self.passwords.hash(&wanted, &*self.random).await.map_err(PeopleError::from)?;
        self.store.set_password(actor.user, &hash).await?;
        self.store.end_sign_ins(actor.user, token_hash(token)).await?;
        note(&*self.store, actor.user, "change_password", address, self.clock.now()).await;
        Ok(())
    }

    /// What somebody has chosen; what cannot be read was not.
    pub async fn look(&self, user: UserId) -> Look {
        self.store.look(user).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the language and theme of somebody could not be read");
            Look::default()
        })
    }

    /// Keeps what somebody chooses.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn set_look(&self, actor: &Actor, look: &Look) -> Result<(), PeopleError> {
        Ok(self.store.set_look(actor.user, look).await?)
    }

    /// A link's token that sets a new password once, for [`RESET_LIFE`]; `None` if nobody here signs in with this address.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn make_reset(&self, email: &Email) -> Result<Option<Secret>, PeopleError> {
        let Some(user) = self.store.user_by_email(email.as_str()).await? else { return Ok(None) };
        let (token, hash) = new_token(&*self.random);
        self.store.keep_reset(user.id, hash, self.clock.now().plus(RESET_LIFE)).await?;
        Ok(Some(token))
    }

    /// Whether a link still sets a password.
    ///
    /// # Errors
    /// [`PeopleError::Store`]
    pub async fn is_reset(&self, token: &Secret) -> Result<bool, PeopleError> {
        let Some(hash) = token_hash(token) else { return Ok(false) };
        Ok(self.store.reset_owner(hash, self.clock.now()).await?.is_some())
    }

    /// Sets a new password by a link, ends every sign-in of its owner, and signs them in.
    ///
    /// # Errors
    /// [`ChangeError`]; a bad password leaves the link alive.
    pub async fn reset_password(&self, token: &Secret, wanted: &Secret, device: Device) -> Result<SignIn, ChangeError> {
        let hash = token_hash(token).ok_or(ChangeError::BadLink)?;
        let now = self.clock.now();
        // before the work of hashing: whoever has no link is to cost nothing
        if self.store.reset_owner(hash, now).await?.is_none() {
            return Err(ChangeError::BadLink);
        }
        let wanted = Password::parse(wanted.expose()).map_err(|_| ChangeError::BadPassword)?;
        let password = self.passwords.hash(&wanted, &*self.random).await.map_err(PeopleError::from)?;
        let user: UserId = self.store.reset(hash, &password, now).await?.ok_or(ChangeError::BadLink)?;
        note(&*self.store, user, "reset_password", device.address, now).await;
        Ok(self.begin(user, None, device).await?)
    }
}

/// What a sign-in is called in an address: the first 16 hexadecimal digits of the hash of its token's hash, which opens
/// nothing.
#[must_use]
pub fn sign_in_name(known: &KnownSignIn) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(known.token_hash)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
