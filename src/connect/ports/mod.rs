//! What the use cases need of the world. The implementations know these traits; nothing here knows them.

mod clock;
mod gateway;
mod people;
mod session;
mod store;
mod system;

pub use clock::{Clock, Random};
pub use gateway::{
    AccountAccess, AccountKey, CredentialMode, Gateway, GatewayError, GatewayFault, NewClient, Reported, SentMessage,
    SessionEvent,
};
pub use people::{NewUser, PeopleStore, StoredUser};
pub use session::{Attempt, Credentials, Live, Session};
pub use store::{AuditEntry, NewSession, Reservation, Reserved, SessionStore, StoreError};
pub use system::{SystemClock, SystemRandom};
