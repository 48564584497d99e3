//! Identifiers that cannot be mixed up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lean::{Node, Read};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Read for $name {
            fn read(from: &impl Node) -> Option<Self> {
                Uuid::try_parse(&from.text()?).ok().map($name)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    };
}

id!(
    /// An organization: the tenant. Nothing of one is ever visible to another.
    OrganizationId
);
id!(
    /// A person who can sign in.
    UserId
);
id!(
    /// One row of `messenger_integrations`: one WhatsApp account of an organization. REST also calls it a session.
    IntegrationId
);
id!(
    /// One press of «Подключить WhatsApp», made in the browser. The same id twice is one attempt.
    AttemptId
);
id!(
    /// An invitation to an organization.
    InvitationId
);
id!(
    /// A link for the person with the phone.
    GuestLinkId
);
id!(
    /// Where an organization is told of a session that dropped.
    AlertChannelId
);
id!(
    /// One message to one channel.
    AlertMessageId
);
