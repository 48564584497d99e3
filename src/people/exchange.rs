//! Into the panel with a code instead of a password, for whom the CRM has signed in.

use std::time::Duration;

use crate::{
    connect::ports::{CodeOwner, NewCode},
    domain::{actor::Actor, ids::UserId, secret::Secret},
};

use super::{
    Device, People, PeopleError, SignIn,
    sign_in::{new_token, token_hash},
};

/// How long a code opens the panel: it is opened at once by the page that asked for it.
pub const CODE_LIFE: Duration = Duration::from_secs(30);

impl People {
    /// Whom a token of the CRM names, with their rights of now; `None` without a profile or an organization.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn person(&self, user: UserId) -> Result<Option<Actor>, PeopleError> {
        Ok(self.store.person(user).await?)
    }

    /// A code that opens the panel once, for [`CODE_LIFE`]: 32 random bytes in base64url without padding.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn exchange(&self, owner: CodeOwner) -> Result<Secret, PeopleError> {
        let (code, hash) = new_token(&*self.random);
        let now = self.clock.now();
        self.store.keep_code(&NewCode { hash, owner, now, expires_at: now.plus(CODE_LIFE) }).await?;
        Ok(code)
    }

    /// Takes the code and signs its owner in; `None` if it is unknown, used or over.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn enter(&self, code: &Secret, device: Device) -> Result<Option<SignIn>, PeopleError> {
        let Some(hash) = token_hash(code) else { return Ok(None) };
        match self.store.take_code(hash, self.clock.now()).await? {
            Some(owner) => Ok(Some(self.begin(owner.user, owner.email, device).await?)),
            None => Ok(None),
        }
    }
}
