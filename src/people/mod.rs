//! People: who they are, how they sign in, and how the first of them comes to be.

mod account;
pub mod admin;
pub mod email;
mod exchange;
mod first_run;
mod guests;
mod limiter;
mod one_at_a_time;
pub mod password;
mod sign_in;
mod staff;

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use password::{PasswordError, Passwords};

use crate::connect::ports::{Clock, PeopleStore, Random, StoreError};

pub use account::{ChangeError, OwnSignIn, RESET_LIFE, sign_in_name};
pub use exchange::CODE_LIFE;
pub use first_run::{BadField, FirstRun, FirstRunError, SETUP_TOKEN_LIFE};
pub use guests::{GUEST_LIFE, GUEST_LIVES, GuestError, GuestView, MAX_GUEST_LINKS};
pub use sign_in::{Device, SIGN_IN_LIFE, SignIn, SignInError, Visitor};
pub use staff::{INVITATION_LIFE, JoinError, MAX_INVITATIONS, StaffError};

/// Why people could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed or a stored hash could not be read.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// The use cases around people. Cheap to share behind an `Arc`.
pub struct People {
    store: Arc<dyn PeopleStore>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    passwords: Passwords,
    limiter: limiter::Limiter,
    /// Of wrong links, which are no failures to sign in.
    guests: limiter::Limiter,
    setup: Mutex<Option<first_run::PendingSetup>>,
}

impl People {
    /// Puts the parts together. Nothing is read or written yet.
    #[must_use]
    pub fn new(store: Arc<dyn PeopleStore>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            passwords: Passwords::default(),
            limiter: limiter::Limiter::default(),
            guests: limiter::Limiter::default(),
            setup: Mutex::new(None),
        }
    }

    /// Whether anybody can sign in at all; `false` means that the first run is still ahead.
    ///
    /// # Errors
    /// [`PeopleError::Store`] if the store did not answer.
    pub async fn any_user(&self) -> Result<bool, PeopleError> {
        Ok(self.store.any_user().await?)
    }
}

impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("People").finish_non_exhaustive()
    }
}
