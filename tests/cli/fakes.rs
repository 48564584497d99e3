//! Stand-ins for the database and the gateway, as far as these tests ask them.

use async_trait::async_trait;
use wpp_panel::{
    connect::ports::{
        AccountAccess, Addressee, Attempt, AuditEntry, AuditFilter, AuditLine, AuditTrail, Begun, CredentialMode,
        EventCounts, EventStore, Gateway, GatewayError, HistoryStore, InboxStore, KeptEvent, Listing, Live, NewAccount,
        NewClient, NewEvent, NewSession, OpenEvent, Reported, Reservation, Reserved, SentMessage, Session,
        SessionStore, StateChange, StoreError, Together, WaitingEvent,
    },
    domain::{
        account::AccountNumber,
        ids::{AttemptId, IntegrationId, OrganizationId},
        name::SessionName,
        qr::GivenQr,
        secret::Secret,
        time::Timestamp,
    },
};

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
    async fn changes_since(
        &self,
        _: OrganizationId,
        _: Timestamp,
    ) -> Result<Vec<(IntegrationId, StateChange)>, StoreError> {
        unreachable!()
    }

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

    async fn first_sessions(&self, _: OrganizationId, _: u32, _: Timestamp) -> Result<Listing, StoreError> {
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
