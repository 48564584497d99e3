//! Who is asking.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::ids::{OrganizationId, UserId};

/// What a person may do in their organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// An administrator who also says who else is an owner. An organization that had one always has one.
    Owner,
    /// Connects, sees QR codes, renames, disconnects; invites and removes everybody but owners.
    Admin,
    /// Sees the list and the states, changes nothing.
    Member,
}

impl Role {
    /// From the most to the least.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Admin, Self::Member];

    /// The role that the database means by this word, if it means one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Whether this one may give a role to somebody or take it from them.
    #[must_use]
    pub fn may_give(self, role: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin => role != Self::Owner,
            Self::Member => false,
        }
    }

    /// The word as the database and the command line have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }
}

/// A signed-in person of one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// Their only organization: every look-up is bound to it.
    pub organization: OrganizationId,
    /// Its name, for the page's head.
    pub organization_name: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Where the request came from, as far as it is known.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// The same person, from there.
    #[must_use]
    pub fn from(self, address: Option<IpAddr>) -> Self {
        Self { address, ..self }
    }

    /// Whether this person may change things and see QR codes.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role != Role::Member
    }
}
