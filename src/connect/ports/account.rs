//! What is somebody's own: their sign-ins and their password.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::{ids::UserId, look::Look, time::Timestamp};

use super::store::StoreError;

/// A sign-in that was not used this long is over.
pub const IDLE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Its use is noted at most this often.
pub const NOTED_EVERY: Duration = Duration::from_secs(5 * 60);

/// A sign-in, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSignIn {
    /// The SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, give or take [`NOTED_EVERY`].
    pub seen_at: Timestamp,
    /// From where it was made, as far as that is known.
    pub address: Option<String>,
    /// What the browser called itself.
    pub agent: Option<String>,
}

/// The store of sign-ins and passwords.
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// The living sign-ins of somebody, the last used first.
    async fn sign_ins(&self, user: UserId, now: Timestamp) -> Result<Vec<KnownSignIn>, StoreError>;

    /// Ends somebody's sign-ins: all but `keep`. Says how many those were.
    async fn end_sign_ins(&self, user: UserId, keep: Option<[u8; 32]>) -> Result<u64, StoreError>;

    /// The argon2id PHC string of somebody's password; `None` for somebody of the CRM.
    async fn password_hash(&self, user: UserId) -> Result<Option<String>, StoreError>;

    /// Replaces it, and forgets every link that was to do so. `false` if there is no such person here.
    async fn set_password(&self, user: UserId, password_hash: &str) -> Result<bool, StoreError>;

    /// Keeps a link that sets a new password once, in place of an earlier one.
    async fn keep_reset(&self, user: UserId, token_hash: [u8; 32], expires_at: Timestamp) -> Result<(), StoreError>;

    /// Whose password a link sets, if it is known and not over.
    async fn reset_owner(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<UserId>, StoreError>;

    /// [`AccountStore::set_password`] by a link, which counts once: of many who come with it one sets it, and all sign-ins
    /// end in the same transaction. `None` if it is unknown, used or over.
    async fn reset(
        &self,
        token_hash: [u8; 32],
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError>;

    /// What somebody has chosen.
    async fn look(&self, user: UserId) -> Result<Look, StoreError>;

    /// Keeps what somebody chooses.
    async fn set_look(&self, user: UserId, look: &Look) -> Result<(), StoreError>;
}
