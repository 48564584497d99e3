//! What the use cases need of the world. The implementations know these traits; nothing here knows them.

mod account;
mod alerts;
mod audit;
mod clock;
mod events;
mod gateway;
mod guests;
mod history;
mod inbox;
mod integration;
mod people;
mod publisher;
mod receiver;
mod session;
mod staff;
mod store;
mod system;
mod together;

pub use account::{AccountStore, IDLE, KnownSignIn, NOTED_EVERY};
pub use alerts::{AlertSender, AlertStore, Down};
pub use audit::{AuditEntry, AuditFilter, AuditLine, AuditTrail};
pub use clock::{Clock, Random};
pub use events::{EventCounts, EventStore, WaitingEvent};
pub use gateway::{
    AccountAccess, AccountKey, CredentialMode, Gateway, GatewayError, GatewayFault, NewClient, Reported, SentMessage,
    SessionEvent,
};
pub use guests::{GuestNews, GuestStore, NewGuestLink};
pub use history::{Cause, HistoryStore, StateChange};
pub use inbox::{Addressee, EventFate, InboxStore, KeptEvent, NewEvent, OpenEvent, Told};
pub use integration::{Integration, IntegrationChange, IntegrationStore, NewIntegration};
pub use people::{CodeOwner, MAX_AGENT, NewCode, NewSignIn, NewUser, PeopleStore, StoredUser};
pub use publisher::Publisher;
pub use receiver::{EventReceiver, NotTaken};
pub use session::{Attempt, Credentials, Live, Session};
pub use staff::{Joined, Kept, NewInvitation, RoleChange, StaffChange, StaffStore};
pub use store::{Begun, Listing, NewAccount, NewSession, Reservation, Reserved, SessionStore, StoreError};
pub use system::{SystemClock, SystemRandom};
pub use together::{ALIVE_FOR, Lease, News, OF_SESSIONS, REMEMBERED, SharedToken, Together};
