//! What an operator makes by hand: organizations and people.

use super::{
    email::Email,
    password::{Password, PasswordError, Passwords},
};
use crate::{
    connect::ports::{Clock, NewUser, PeopleStore, Random, StoreError},
    domain::{
        actor::Role,
        ids::{OrganizationId, UserId},
    },
};

/// The longest name of an organization, in characters.
pub const MAX_ORGANIZATION_NAME: usize = 100;

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The name is empty, too long, or has control characters.
    #[error("an organization's name is 1 to {MAX_ORGANIZATION_NAME} characters on one line")]
    BadName,
    /// There is no such organization.
    #[error("there is no organization {0}")]
    NoOrganization(OrganizationId),
    /// Another person signs in with this address.
    #[error("{0} is taken: another person signs in with this address")]
    EmailTaken(String),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person to be made, everything parsed.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their organization, which must exist.
    pub organization: OrganizationId,
    /// What they sign in with.
    pub email: Email,
    /// The password they begin with.
    pub password: Password,
    /// What they may do.
    pub role: Role,
}

/// Makes an organization under a trimmed name and returns its id. The same name twice makes two.
///
/// # Errors
/// [`AdminError::BadName`] and [`AdminError::Store`].
pub async fn create_organization(
    store: &dyn PeopleStore,
    clock: &dyn Clock,
    random: &dyn Random,
    name: &str,
) -> Result<OrganizationId, AdminError> {
    let name = name.trim();
    if !(1..=MAX_ORGANIZATION_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(AdminError::BadName);
    }
    let id = OrganizationId(random.uuid());
    store.create_organization(id, name, clock.now()).await?;
    Ok(id)
}

/// Makes a person who can sign in at once, and returns their id.
///
/// # Errors
/// [`AdminError`], and then nothing was made.
pub async fn create_user(
    store: &dyn PeopleStore,
    passwords: &Passwords,
    clock: &dyn Clock,
    random: &dyn Random,
    person: &Person,
) -> Result<UserId, AdminError> {
    if !store.organization_exists(person.organization).await? {
        return Err(AdminError::NoOrganization(person.organization));
    }
    let user = NewUser {
        id: UserId(random.uuid()),
        organization: person.organization,
        email: person.email.as_str().to_owned(),
        password_hash: passwords.hash(&person.password, random).await?,
        role: person.role,
        now: clock.now(),
    };
    if store.create_user(&user).await? { Ok(user.id) } else { Err(AdminError::EmailTaken(user.email)) }
}
