//! Passwords: what they must be, and how they are kept (argon2id, with OWASP's parameters of 19 MiB, 2 passes, 1 lane).

use std::fmt;

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::{Output, ParamsString, PasswordHash, SaltString},
};

use super::one_at_a_time::OneAtATime;
use crate::{connect::ports::Random, domain::secret::Secret};

/// The shortest password, in characters.
pub const MIN_PASSWORD: usize = 10;
/// The longest password, in characters.
pub const MAX_PASSWORD: usize = 200;

/// glibc gives memory back to the system at once only above 32 MiB, the most that its threshold grows to; below that
/// a thread's 19 MiB stay with the process for ever (20 hashes: 373 MiB instead of 4). So more is reserved than is
/// used; what is not touched costs nothing.
const RESERVED_BYTES: usize = 33 << 20;

/// A password that is good enough to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Password(Secret);

/// The text cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPassword;

impl fmt::Display for BadPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a password is {MIN_PASSWORD} to {MAX_PASSWORD} characters on one line")
    }
}

impl std::error::Error for BadPassword {}

impl Password {
    /// Parses what somebody typed: one line, whose end is cut off and whose blanks count.
    ///
    /// # Errors
    /// [`BadPassword`] if it is too short, too long, or has control characters, which no form can send again.
    pub fn parse(typed: &str) -> Result<Self, BadPassword> {
        let line = typed.strip_suffix('\n').unwrap_or(typed);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let fits = (MIN_PASSWORD..=MAX_PASSWORD).contains(&line.chars().count());
        if fits && !line.chars().any(char::is_control) { Ok(Self(Secret::new(line))) } else { Err(BadPassword) }
    }
}

/// Why a password could not be hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// What is stored is no argon2id hash.
    #[error("a stored password hash cannot be read: {0}")]
    Stored(argon2::password_hash::Error),
    /// The library refused, which with fixed parameters is a bug.
    #[error("a password could not be hashed: {0}")]
    Hashing(argon2::password_hash::Error),
    /// The work did not come to its end.
    #[error("a password could not be hashed: the work was aborted")]
    Aborted,
}

/// Hashes and compares passwords, one at a time for the whole process: make one and share it.
pub struct Passwords(OneAtATime);

impl Default for Passwords {
    fn default() -> Self {
        Self(OneAtATime::new())
    }
}

impl Passwords {
    /// Hashes a password under a fresh salt; the result is a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Hashing`] and [`PasswordError::Aborted`].
    pub async fn hash(&self, password: &Password, random: &dyn Random) -> Result<String, PasswordError> {
        let mut salt = [0_u8; 16];
        random.fill(&mut salt);
        let password = password.0.clone();
        self.run(move || phc(password.expose(), &salt).map_err(PasswordError::Hashing)).await
    }

    /// Whether `typed` is the password behind a stored PHC string. Takes the time of one hash either way.
    ///
    /// # Errors
    /// [`PasswordError`]
    pub async fn verify(&self, typed: &Secret, stored: &str) -> Result<bool, PasswordError> {
        let (typed, stored) = (typed.clone(), stored.to_owned());
        self.run(move || matches(typed.expose(), &stored).map_err(PasswordError::Stored)).await
    }

    /// The same work for a person who is not known, so that the time of the answer does not tell who is.
    ///
    /// # Errors
    /// [`PasswordError`]
    pub async fn verify_nobody(&self, typed: &Secret) -> Result<(), PasswordError> {
        let typed = typed.clone();
        self.run(move || phc(typed.expose(), &[0; 16]).map(drop).map_err(PasswordError::Hashing)).await
    }

    /// Whether a stored hash was made with today's parameters.
    #[must_use]
    pub fn is_current(stored: &str) -> bool {
        let today = Params::default();
        PasswordHash::new(stored).ok().and_then(|hash| Params::try_from(&hash).ok()).is_some_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) == (today.m_cost(), today.t_cost(), today.p_cost())
        })
    }

    /// Hashes what somebody has just signed in with, by whatever rules it was once taken.
    ///
    /// # Errors
    /// As [`Passwords::hash`].
    pub(super) async fn hash_again(&self, typed: &Secret, random: &dyn Random) -> Result<String, PasswordError> {
        self.hash(&Password(typed.clone()), random).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        self.0.run(work).await.unwrap_or(Err(PasswordError::Aborted))
    }
}

fn phc(password: &str, salt: &[u8; 16]) -> Result<String, argon2::password_hash::Error> {
    let params = Params::default();
    let output = derive(password, salt, &params, Params::DEFAULT_OUTPUT_LEN)?;
    let salt = SaltString::encode_b64(salt)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(salt.as_salt()),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

fn matches(password: &str, stored: &str) -> Result<bool, argon2::password_hash::Error> {
    use argon2::password_hash::Error;

    let stored = PasswordHash::new(stored)?;
    if stored.algorithm != ARGON2ID_IDENT || stored.version != Some(Version::V0x13.into()) {
        return Err(Error::Algorithm);
    }
    let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Err(Error::Password) };
    let mut buffer = [0_u8; 64];
    let salt = salt.decode_b64(&mut buffer)?;
    // `Output` compares in constant time
    Ok(derive(password, salt, &Params::try_from(&stored)?, expected.len())? == expected)
}

fn derive(password: &str, salt: &[u8], params: &Params, length: usize) -> Result<Output, argon2::password_hash::Error> {
    let count = params.block_count();
    let mut memory = Vec::with_capacity(count.max(RESERVED_BYTES / Block::SIZE));
    memory.resize(count, Block::new());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    Output::init_with(length, |out| {
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut memory)?)
    })
}
