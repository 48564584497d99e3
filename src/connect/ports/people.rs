//! Where people and their sign-ins are kept.

use std::net::IpAddr;

use async_trait::async_trait;

use crate::domain::{
    actor::{Actor, Role},
    ids::{OrganizationId, UserId},
    time::Timestamp,
};

use super::{account::AccountStore, audit::AuditTrail, guests::GuestStore, staff::StaffStore, store::StoreError};

/// A person to be made: user, profile and role in one transaction.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Their id.
    pub id: UserId,
    /// Their organization.
    pub organization: OrganizationId,
    /// Lower case, trimmed.
    pub email: String,
    /// An argon2id PHC string.
    pub password_hash: String,
    /// What they may do.
    pub role: Role,
    /// Now.
    pub now: Timestamp,
}

/// What a sign-in is checked against.
#[derive(Clone, Debug)]
pub struct StoredUser {
    /// The person.
    pub id: UserId,
    /// An argon2id PHC string.
    pub password_hash: String,
}

/// A sign-in to be kept.
#[derive(Clone, Debug)]
pub struct NewSignIn {
    /// The SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// Whose it is. Somebody of the CRM has no row in `users`.
    pub user: UserId,
    /// What to call somebody who has no row in `users`.
    pub email: Option<String>,
    /// From where it is made, as far as that is known.
    pub address: Option<IpAddr>,
    /// What the browser calls itself, cut to [`MAX_AGENT`] characters.
    pub agent: Option<String>,
    /// Now.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The longest name of a browser that is kept, in characters.
pub const MAX_AGENT: usize = 200;

/// A code that opens the panel once, for somebody whom the CRM has signed in.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// The SHA-256 of the code.
    pub hash: [u8; 32],
    /// Who it stands for.
    pub owner: CodeOwner,
    /// Now.
    pub now: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Who a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeOwner {
    /// The person.
    pub user: UserId,
    /// The address the CRM knows them by.
    pub email: Option<String>,
}

/// The store of people.
#[async_trait]
pub trait PeopleStore: AccountStore + AuditTrail + GuestStore + StaffStore + Send + Sync {
    /// Makes an organization.
    async fn create_organization(&self, id: OrganizationId, name: &str, now: Timestamp) -> Result<(), StoreError>;

    /// Whether the organization exists.
    async fn organization_exists(&self, id: OrganizationId) -> Result<bool, StoreError>;

    /// What an organization is called.
    async fn organization_name(&self, id: OrganizationId) -> Result<Option<String>, StoreError>;

    /// Makes a person; `false` if the address is taken.
    async fn create_user(&self, user: &NewUser) -> Result<bool, StoreError>;

    /// Makes the first organization and its first person, in one transaction; `false` if any person exists already.
    async fn create_first(&self, organization_name: &str, user: &NewUser) -> Result<bool, StoreError>;

    /// Whether any person exists.
    async fn any_user(&self) -> Result<bool, StoreError>;

    /// The person with this address (lower case, trimmed).
    async fn user_by_email(&self, email: &str) -> Result<Option<StoredUser>, StoreError>;

    /// Keeps a sign-in under the SHA-256 of its token.
    async fn create_sign_in(&self, sign_in: &NewSignIn) -> Result<(), StoreError>;

    /// Who this sign-in is, if it is known, not over and was used within [`IDLE`](super::IDLE); its use is noted. A person without profile, organization or role is nobody.
    async fn signed_in(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Actor>, StoreError>;

    /// Whom a token of the CRM names: the organization by their profile, an administrator by their roles, a member with
    /// none; `None` without a profile or an organization. The address is empty if it is not known here.
    async fn person(&self, user: UserId) -> Result<Option<Actor>, StoreError>;

    /// Keeps a code. Those that are over are cleared away.
    async fn keep_code(&self, code: &NewCode) -> Result<(), StoreError>;

    /// Takes a code: of many who come with the same one, one gets its owner. `None` if it is unknown, used or over.
    async fn take_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError>;

    /// Ends a sign-in; ending an unknown one is a success.
    async fn end_sign_in(&self, token_hash: [u8; 32]) -> Result<(), StoreError>;
}
