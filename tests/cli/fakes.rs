//! Stand-ins for the database and the gateway, as far as these tests ask them.

use std::sync::Mutex;

use async_trait::async_trait;
use wpp_panel::{
    connect::ports::{
        AccountAccess, AccountStore, Addressee, Attempt, AuditEntry, AuditFilter, AuditLine, AuditTrail, Begun,
        CodeOwner, CredentialMode, EventCounts, EventStore, Gateway, GatewayError, HistoryStore, InboxStore, KeptEvent,
        KnownSignIn, Live, NewAccount, NewClient, NewCode, NewEvent, NewSession, NewSignIn, NewUser, OpenEvent,
        PeopleStore, Reported, Reservation, Reserved, SentMessage, Session, SessionStore, StateChange, StoreError,
        StoredUser, Together, WaitingEvent,
    },
    domain::{
        account::AccountNumber,
        actor::Actor,
        ids::{AttemptId, IntegrationId, OrganizationId, UserId},
        name::SessionName,
        qr::GivenQr,
        secret::Secret,
        time::Timestamp,
    },
};

/// People in memory.
#[derive(Default)]
pub struct MemoryPeople {
    pub organizations: Mutex<Vec<(OrganizationId, String, Timestamp)>>,
    pub users: Mutex<Vec<NewUser>>,
}

#[async_trait]
impl AccountStore for MemoryPeople {
    async fn sign_ins(&self, _: UserId, _: Timestamp) -> Result<Vec<KnownSignIn>, StoreError> {
        unreachable!()
    }

    async fn end_sign_ins(&self, _: UserId, _: Option<[u8; 32]>) -> Result<u64, StoreError> {
        unreachable!()
    }

    async fn password_hash(&self, _: UserId) -> Result<Option<String>, StoreError> {
        unreachable!()
    }

    async fn set_password(&self, _: UserId, _: &str) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn keep_reset(&self, _: UserId, _: [u8; 32], _: Timestamp) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn reset_owner(&self, _: [u8; 32], _: Timestamp) -> Result<Option<UserId>, StoreError> {
        unreachable!()
    }

    async fn reset(&self, _: [u8; 32], _: &str, _: Timestamp) -> Result<Option<UserId>, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl AuditTrail for MemoryPeople {
    async fn note(&self, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn audit_lines(&self, _: OrganizationId, _: AuditFilter, _: u32) -> Result<Vec<AuditLine>, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl PeopleStore for MemoryPeople {
    async fn create_organization(&self, id: OrganizationId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        self.organizations.lock().unwrap().push((id, name.to_owned(), now));
        Ok(())
    }

    async fn organization_exists(&self, id: OrganizationId) -> Result<bool, StoreError> {
        Ok(self.organizations.lock().unwrap().iter().any(|(known, ..)| *known == id))
    }

    async fn create_user(&self, user: &NewUser) -> Result<bool, StoreError> {
        let mut users = self.users.lock().unwrap();
        let free = users.iter().all(|known| known.email != user.email);
        if free {
            users.push(user.clone());
        }
        Ok(free)
    }

    async fn create_first(&self, _: &str, _: &NewUser) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn any_user(&self) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn user_by_email(&self, _: &str) -> Result<Option<StoredUser>, StoreError> {
        unreachable!()
    }

    async fn create_sign_in(&self, _: &NewSignIn) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn person(&self, _: UserId) -> Result<Option<Actor>, StoreError> {
        unreachable!()
    }

    async fn keep_code(&self, _: &NewCode) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn take_code(&self, _: [u8; 32], _: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        unreachable!()
    }

    async fn signed_in(&self, _: [u8; 32], _: Timestamp) -> Result<Option<Actor>, StoreError> {
        unreachable!()
    }

    async fn end_sign_in(&self, _: [u8; 32]) -> Result<(), StoreError> {
        unreachable!()
    }
}

/// A database that only answers, or does not.
pub struct PingStore(pub Option<fn() -> StoreError>);

impl Together for PingStore {}

#[async_trait]
impl EventStore for PingStore {
    async fn events_to_forward(&self, _: Timestamp, _: u32) -> Result<Vec<WaitingEvent>, StoreError> {
        unreachable!()
    }

    async fn event_forwarded(&self, _: i64) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn event_not_forwarded(&self, _: i64, _: Option<Timestamp>, _: &str) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn revive_dead_events(&self, _: Timestamp) -> Result<u64, StoreError> {
        unreachable!()
    }

    async fn count_events(&self) -> Result<EventCounts, StoreError> {
        unreachable!()
    }

    async fn webhooks_elsewhere(&self, _: bool) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }

    async fn webhooks_taken(&self) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }

    async fn note_webhook(&self, _: IntegrationId, _: Option<Timestamp>, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl InboxStore for PingStore {
    async fn addressee(&self, _: &Secret, _: Timestamp) -> Result<Option<Addressee>, StoreError> {
        unreachable!()
    }

    async fn keep_event(&self, _: &NewEvent) -> Result<Option<i64>, StoreError> {
        unreachable!()
    }

    async fn open_events(&self, _: Timestamp, _: u32) -> Result<Vec<OpenEvent>, StoreError> {
        unreachable!()
    }

    async fn settle_events(&self, _: &[i64]) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn events_of(&self, _: IntegrationId, _: Option<i64>, _: u32) -> Result<Vec<KeptEvent>, StoreError> {
        unreachable!()
    }

    async fn replay_event(
        &self,
        _: IntegrationId,
        _: i64,
        _: Timestamp,
        _: &AuditEntry,
    ) -> Result<Option<KeptEvent>, StoreError> {
        unreachable!()
    }

    async fn forget_events(&self, _: Timestamp, _: u32) -> Result<u64, StoreError> {
        unreachable!()
    }

    async fn forget_codes(&self, _: Timestamp) -> Result<u64, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl HistoryStore for PingStore {
    async fn state_changes(&self, _: IntegrationId, _: u32) -> Result<Vec<StateChange>, StoreError> {
        unreachable!()
    }

    async fn forget_changes(&self, _: Timestamp, _: u32) -> Result<u64, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl AuditTrail for PingStore {
    async fn note(&self, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn audit_lines(&self, _: OrganizationId, _: AuditFilter, _: u32) -> Result<Vec<AuditLine>, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl SessionStore for PingStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.0.map_or(Ok(()), |error| Err(error()))
    }

    async fn sessions(&self, _: OrganizationId) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }

    async fn session(&self, _: OrganizationId, _: IntegrationId) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn session_for_job(&self, _: IntegrationId) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn reserve(&self, _: &NewSession, _: Reservation) -> Result<Reserved, StoreError> {
        unreachable!()
    }

    async fn save_live(
        &self,
        _: IntegrationId,
        _: i64,
        _: &Live,
        _: &[StateChange],
    ) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn rotate_webhook_key(
        &self,
        _: IntegrationId,
        _: &Secret,
        _: &AuditEntry,
    ) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn webhook_key_taken(&self, _: IntegrationId, _: Timestamp) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn untaken_webhook_keys(&self) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }

    async fn begin_attempt(&self, _: IntegrationId, _: &Attempt) -> Result<Begun, StoreError> {
        unreachable!()
    }

    async fn call_off(&self, _: OrganizationId, _: AttemptId, _: Timestamp) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn was_called_off(&self, _: AttemptId) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn replace_account(&self, _: IntegrationId, _: &NewAccount) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn touch_attempt(&self, _: IntegrationId, _: Timestamp) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn keep_client(
        &self,
        _: IntegrationId,
        _: &AccountNumber,
        _: &Secret,
    ) -> Result<Option<Session>, StoreError> {
        unreachable!()
    }

    async fn rename(
        &self,
        _: OrganizationId,
        _: IntegrationId,
        _: &SessionName,
        _: &AuditEntry,
    ) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn mark_removing(&self, _: IntegrationId, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn withdraw(&self, _: IntegrationId, _: &AuditEntry) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn remove(&self, _: IntegrationId, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn remove_if_removing(&self, _: IntegrationId, _: &AuditEntry) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn every_session(&self) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }

    async fn unfinished(&self, _: Timestamp) -> Result<Vec<Session>, StoreError> {
        unreachable!()
    }
}

/// A gateway that only answers, or does not.
pub struct PingGateway(pub Option<GatewayError>);

#[async_trait]
impl Gateway for PingGateway {
    fn mode(&self) -> CredentialMode {
        CredentialMode::GlobalKey
    }

    async fn ping(&self) -> Result<(), GatewayError> {
        self.0.clone().map_or(Ok(()), Err)
    }

    async fn create_client(&self, _: &str) -> Result<NewClient, GatewayError> {
        unreachable!()
    }

    async fn start(&self, _: &AccountAccess) -> Result<Reported, GatewayError> {
        unreachable!()
    }

    async fn status(&self, _: &AccountAccess) -> Result<Reported, GatewayError> {
        unreachable!()
    }

    async fn qr(&self, _: &AccountAccess) -> Result<Option<GivenQr>, GatewayError> {
        unreachable!()
    }

    async fn register_webhook(&self, _: &AccountAccess, _: &str) -> Result<(), GatewayError> {
        unreachable!()
    }

    async fn stop(&self, _: &AccountAccess) -> Result<(), GatewayError> {
        unreachable!()
    }

    async fn send_text(&self, _: &AccountAccess, _: &str, _: &str) -> Result<SentMessage, GatewayError> {
        unreachable!()
    }
}
