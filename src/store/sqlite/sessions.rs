//! The port of sessions, verb by verb.

use async_trait::async_trait;

use crate::{
    connect::ports::{
        Attempt, AuditEntry, Begun, Listing, Live, NewAccount, NewSession, Reservation, Reserved, Session,
        SessionStore, StateChange, StoreError,
    },
    domain::{
        account::AccountNumber,
        ids::{AttemptId, IntegrationId, OrganizationId},
        name::SessionName,
        secret::Secret,
        time::Timestamp,
    },
    store::{
        listing::{beginning, listed, understood},
        record::SessionRecord,
    },
};

use super::{SqliteStore, called_off, read};

impl SqliteStore {
    /// The first rows, and what is to be counted of a list that goes on.
    async fn first_records(
        &self,
        organization: OrganizationId,
        limit: u32,
        now: Timestamp,
    ) -> Result<(Vec<SessionRecord>, (i64, i64, i64)), StoreError> {
        let records = read::first(organization, limit).fetch_all(&self.reader).await?;
        let counts = if records.len() < limit as usize {
            (0, 0, 0)
        } else {
            read::count(organization, now).fetch_one(&self.reader).await?
        };
        Ok((records, counts))
    }
}

#[async_trait]
impl SessionStore for SqliteStore {
    async fn sessions(&self, organization: OrganizationId) -> Result<Vec<Session>, StoreError> {
        let mut records = read::of_organization(organization).fetch_all(&self.reader).await?;
        if records.iter().any(|record| record.state.is_none()) {
            self.adopt_strangers().await?;
            records = read::of_organization(organization).fetch_all(&self.reader).await?;
        }
        Ok(listed(records.iter().filter(|record| !record.removing), &self.sealer))
    }

    async fn first_sessions(
        &self,
        organization: OrganizationId,
        limit: u32,
        now: Timestamp,
    ) -> Result<Listing, StoreError> {
        let (mut records, mut counts) = self.first_records(organization, limit, now).await?;
        if counts.2 > 0 || records.iter().any(|record| record.state.is_none()) {
            self.adopt_strangers().await?;
            (records, counts) = self.first_records(organization, limit, now).await?;
        }
        Ok(beginning(&records, limit, now, counts, &self.sealer))
    }

    async fn session(&self, organization: OrganizationId, id: IntegrationId) -> Result<Option<Session>, StoreError> {
        let Some(mut record) = read::own(organization, id).fetch_optional(&self.reader).await? else { return Ok(None) };
        if record.state.is_none() {
            self.adopt_strangers().await?;
            record = read::own(organization, id).fetch_one(&self.reader).await?;
        }
        record.session(&self.sealer).map(Some)
    }

    async fn session_for_job(&self, id: IntegrationId) -> Result<Option<Session>, StoreError> {
        read::one(&self.reader, &self.sealer, read::by_id(id)).await
    }

    async fn reserve(&self, new: &NewSession, what: Reservation) -> Result<Reserved, StoreError> {
        self.reserve_row(new, what).await
    }

    async fn save_live(
        &self,
        id: IntegrationId,
        revision: i64,
        live: &Live,
        changes: &[StateChange],
    ) -> Result<Option<Session>, StoreError> {
        self.save(id, revision, live, changes).await
    }

    async fn begin_attempt(&self, id: IntegrationId, attempt: &Attempt) -> Result<Begun, StoreError> {
        self.open_attempt(id, attempt).await
    }

    async fn call_off(
        &self,
        _organization: OrganizationId,
        attempt: AttemptId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.note_called_off(attempt, now).await
    }

    async fn was_called_off(&self, attempt: AttemptId) -> Result<bool, StoreError> {
        called_off::contains(&self.reader, attempt).await
    }

    async fn replace_account(&self, id: IntegrationId, new: &NewAccount) -> Result<Option<Session>, StoreError> {
        self.replace_account_of(id, new).await
    }

    async fn touch_attempt(&self, id: IntegrationId, now: Timestamp) -> Result<(), StoreError> {
        self.touch(id, now).await
    }

    async fn keep_client(
        &self,
        id: IntegrationId,
        number: &AccountNumber,
        api_key: &Secret,
    ) -> Result<Option<Session>, StoreError> {
        self.keep_client_of(id, number, api_key).await
    }

    async fn rotate_webhook_key(
        &self,
        id: IntegrationId,
        key: &Secret,
        audit: &AuditEntry,
    ) -> Result<Option<Session>, StoreError> {
        self.rotate_key(id, key, audit).await
    }

    async fn webhook_key_taken(&self, id: IntegrationId, old_until: Timestamp) -> Result<(), StoreError> {
        self.key_taken(id, old_until).await
    }

    async fn untaken_webhook_keys(&self) -> Result<Vec<Session>, StoreError> {
        self.untaken_keys().await
    }

    async fn rename(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        name: &SessionName,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError> {
        self.rename_row(organization, id, name, audit).await
    }

    async fn mark_removing(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError> {
        self.mark_row(id, audit, false).await.map(drop)
    }

    async fn withdraw(&self, id: IntegrationId, audit: &AuditEntry) -> Result<bool, StoreError> {
        self.mark_row(id, audit, true).await
    }

    async fn remove(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError> {
        self.delete_row(id, audit, false).await
    }

    async fn remove_if_removing(&self, id: IntegrationId, audit: &AuditEntry) -> Result<(), StoreError> {
        self.delete_row(id, audit, true).await
    }

    async fn unfinished(&self, asked_before: Timestamp) -> Result<Vec<Session>, StoreError> {
        let records = read::unfinished(asked_before.0).fetch_all(&self.reader).await?;
        Ok(understood(&records, &self.sealer))
    }

    async fn every_session(&self) -> Result<Vec<Session>, StoreError> {
        let records = read::every().fetch_all(&self.reader).await?;
        Ok(understood(&records, &self.sealer))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.file.is_there()?;
        sqlx::query("SELECT 1 FROM key_check").fetch_one(&self.reader).await?;
        Ok(())
    }
}
