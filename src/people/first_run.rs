//! The first run: nobody can sign in yet, so who can read the server's terminal makes the first person.

use std::{fmt, sync::PoisonError, time::Duration};

use subtle::ConstantTimeEq as _;

use crate::{
    connect::ports::{NewUser, StoreError},
    domain::{
        actor::Role,
        ids::{OrganizationId, UserId},
        secret::Secret,
        time::Timestamp,
    },
};

use super::{
    People, PeopleError,
    admin::MAX_ORGANIZATION_NAME,
    email::Email,
    password::Password,
    sign_in::{Device, SignIn, new_token, token_hash},
};

/// How long a setup link lives.
pub const SETUP_TOKEN_LIFE: Duration = Duration::from_secs(30 * 60);

/// A setup link that is out.
pub(super) struct PendingSetup {
    hash: [u8; 32],
    expires_at: Timestamp,
}

/// What the setup form asks for, as typed.
pub struct FirstRun {
    /// The organization's name.
    pub organization: String,
    /// The administrator's address.
    pub email: String,
    /// Their password.
    pub password: Secret,
}

impl fmt::Debug for FirstRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FirstRun").field("organization", &self.organization).finish_non_exhaustive()
    }
}

/// The first field of the form that cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadField {
    /// The name is empty, longer than [`MAX_ORGANIZATION_NAME`], or not one line.
    Organization,
    /// The address is none.
    Email,
    /// The password is shorter than the shortest or longer than the longest, or not one line.
    Password,
}

/// Why the first person was not made.
#[derive(Debug, thiserror::Error)]
pub enum FirstRunError {
    /// The token is wrong, over, or used.
    #[error("the setup link is not valid")]
    BadToken,
    /// Somebody exists already.
    #[error("the first run is over")]
    Over,
    /// A field cannot be taken.
    #[error("the form's field cannot be used: {0:?}")]
    Field(BadField),
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] PeopleError),
}

impl From<StoreError> for FirstRunError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl People {
    /// Makes a new setup token, 43 characters, valid for [`SETUP_TOKEN_LIFE`]; it replaces an earlier one. `None` once
    /// a person exists. The caller prints the link; here only the token's hash is kept, in memory.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn setup_token(&self) -> Result<Option<Secret>, PeopleError> {
        if self.store.any_user().await? {
            return Ok(None);
        }
        let (token, hash) = new_token(&*self.random);
        let expires_at = self.clock.now().plus(SETUP_TOKEN_LIFE);
        self.set_pending(Some(PendingSetup { hash, expires_at }));
        Ok(Some(token))
    }

    /// Whether this is the setup token that is out and not over.
    #[must_use]
    pub fn is_setup_token(&self, token: &Secret) -> bool {
        let Some(hash) = token_hash(token) else { return false };
        let pending = self.setup.lock().unwrap_or_else(PoisonError::into_inner);
        pending.as_ref().is_some_and(|setup| self.clock.now() < setup.expires_at && bool::from(setup.hash.ct_eq(&hash)))
    }

    /// Makes the first organization and its owner, and signs them in. The token dies with the first success.
    ///
    /// # Errors
    /// [`FirstRunError`]; a bad field leaves the token alive.
    pub async fn first_run(&self, token: &Secret, form: &FirstRun, device: Device) -> Result<SignIn, FirstRunError> {
        if self.store.any_user().await? {
            self.set_pending(None);
            return Err(FirstRunError::Over);
        }
        if !self.is_setup_token(token) {
            return Err(FirstRunError::BadToken);
        }
        let (organization, email, password) = check(form).map_err(FirstRunError::Field)?;
        let password_hash = self.passwords.hash(&password, &*self.random).await.map_err(PeopleError::from)?;
        let user = NewUser {
            id: UserId(self.random.uuid()),
            organization: OrganizationId(self.random.uuid()),
            email: email.as_str().to_owned(),
            password_hash,
            role: Role::Owner,
            now: self.clock.now(),
        };
        // two requests with the same token may both come this far; the store lets one through
        let created = self.store.create_first(organization, &user).await?;
        self.set_pending(None);
        if created { Ok(self.begin(user.id, None, device).await?) } else { Err(FirstRunError::Over) }
    }

    fn set_pending(&self, setup: Option<PendingSetup>) {
        *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = setup;
    }
}

fn check(form: &FirstRun) -> Result<(&str, Email, Password), BadField> {
    let organization = form.organization.trim();
    let fits = (1..=MAX_ORGANIZATION_NAME).contains(&organization.chars().count())
        && !organization.chars().any(char::is_control);
    if !fits {
        return Err(BadField::Organization);
    }
    let email = Email::parse(&form.email).map_err(|_| BadField::Email)?;
    let password = Password::parse(form.password.expose()).map_err(|_| BadField::Password)?;
    Ok((organization, email, password))
}
