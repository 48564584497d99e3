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

use super::{PostgresStore, called_off, read};

impl PostgresStore {
    /// What a statement finds; rows that somebody else made meanwhile are adopted first.
    pub(super) async fn records(
        &self,
        select: impl Fn() -> read::Select + Send + Sync,
    ) -> Result<Vec<SessionRecord>, StoreError> {
        let mut link = self.link().await?;
        let records = select().fetch_all(&mut *link).await?;
        if records.iter().all(|record| record.state.is_some()) {
            return Ok(records);
        }
        // adopting takes a connection of its own
        drop(link);
        self.adopt_strangers().await?;
        let mut link = self.link().await?;
        Ok(select().fetch_all(&mut *link).await?)
    }
}

#[async_trait]
impl SessionStore for PostgresStore {
    async fn sessions(&self, organization: OrganizationId) -> Result<Vec<Session>, StoreError> {
        let records = self.records(|| read::of_organization(&self.statements, organization)).await?;
        Ok(listed(records.iter().filter(|record| !record.removing), &self.sealer))
    }

    async fn first_sessions(
        &self,
        organization: OrganizationId,
        limit: u32,
        now: Timestamp,
    ) -> Result<Listing, StoreError> {
        let records = self.records(|| read::first(&self.statements, organization, limit)).await?;
        // a list that ends here has counted itself
        let mut counts = (0, 0, 0);
        if records.len() >= limit as usize {
            let mut link = self.link().await?;
            counts = read::count(&self.statements, organization, now).fetch_one(&mut *link).await?;
        }
        Ok(beginning(&records, limit, now, counts, &self.sealer))
    }

    async fn session(&self, organization: OrganizationId, id: IntegrationId) -> Result<Option<Session>, StoreError> {
        let records = self.records(|| read::own(&self.statements, organization, id)).await?;
        records.first().map(|record| record.session(&self.sealer)).transpose()
    }

    async fn session_for_job(&self, id: IntegrationId) -> Result<Option<Session>, StoreError> {
        let records = self.records(|| read::by_id(&self.statements, id)).await?;
        records.first().map(|record| record.session(&self.sealer)).transpose()
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
        organization: OrganizationId,
        attempt: AttemptId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.note_called_off(organization, attempt, now).await
    }

    async fn was_called_off(&self, attempt: AttemptId) -> Result<bool, StoreError> {
        let mut link = self.link().await?;
        called_off::contains(&mut link, &self.statements, attempt).await
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
        if self.statements.shape().adopted {
            self.forget_orphans().await?;
        }
        let records = self.records(|| read::unfinished(&self.statements, asked_before.0)).await?;
        Ok(understood(&records, &self.sealer))
    }

    async fn every_session(&self) -> Result<Vec<Session>, StoreError> {
        let records = self.records(|| read::every(&self.statements)).await?;
        Ok(understood(&records, &self.sealer))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements.query("SELECT 1 FROM wpp_panel.key_check").execute(&mut *link).await?;
        Ok(())
    }
}
