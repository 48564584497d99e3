//! Passwords: argon2id with the parameters that OWASP names first (19 MiB, 2 rounds, 1 lane), one at a time.

use argon2::{
    Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _,
    password_hash::{self, SaltString},
};
use tokio::sync::Semaphore;

use crate::domain::secret::Secret;

/// Four hashes at once took a small server from 8 to 85 MiB, so they queue.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A hash of nobody's password, with the same parameters as every other one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password could not be hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Not a PHC string, or parameters that cannot be used.
    #[error("{0}")]
    Hash(password_hash::Error),
    /// The work was cut off, by a panic or by the end of the program.
    #[error("the hashing task did not finish")]
    Interrupted,
}

/// Hashes a password into an argon2id PHC string.
///
/// # Errors
/// [`PasswordError`] if hashing failed.
pub async fn hash(password: &Secret) -> Result<String, PasswordError> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|_| PasswordError::Interrupted)?;
    let password = password.clone();
    blocking(move || {
        let salt = SaltString::encode_b64(&salt)?;
        Ok(Argon2::default().hash_password(password.expose().as_bytes(), &salt)?.to_string())
    })
    .await
}

/// Whether this is the password of this PHC string.
///
/// # Errors
/// [`PasswordError`] if the string cannot be understood.
pub async fn verify(password: &Secret, phc: &str) -> Result<bool, PasswordError> {
    let (password, phc) = (password.clone(), phc.to_owned());
    blocking(move || {
        let hash = PasswordHash::new(&phc)?;
        match Argon2::default().verify_password(password.expose().as_bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::Password) => Ok(false),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Takes as long as [`verify`], so that an unknown address cannot be told from a wrong password.
pub async fn verify_nobody(password: &Secret) {
    if let Err(error) = verify(password, NOBODY).await {
        tracing::error!(%error, "the stand-in password hash cannot be used");
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, password_hash::Error> + Send + 'static,
) -> Result<T, PasswordError> {
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| PasswordError::Interrupted)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Interrupted)?.map_err(PasswordError::Hash)
}
