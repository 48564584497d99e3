//! The inbox of events.

use async_trait::async_trait;

use crate::{
    connect::ports::{Addressee, AuditEntry, InboxStore, KeptEvent, NewEvent, OpenEvent, StoreError},
    domain::{ids::IntegrationId, secret::Secret, time::Timestamp},
    store::{
        event_record::{self, AddresseeRow, KeptRow, OpenRow, sealed_body},
        sealer::fingerprint,
    },
};

use super::{SqliteStore, audit};

/// Old events that wait for nothing.
const OLD: &str = "
    DELETE FROM events WHERE number IN (
        SELECT number FROM events WHERE received_at < $1 AND state <> 'waiting' AND NOT is_open LIMIT $2)";

/// Of every session what is beyond its newest ones. It steps from session to session in the index.
const MANY: &str = "
    WITH RECURSIVE lane (id) AS (
        SELECT min(integration_id) FROM events
        UNION ALL
        SELECT (SELECT min(integration_id) FROM events WHERE integration_id > lane.id) FROM lane WHERE lane.id IS NOT NULL
    ), full_lane AS (
        SELECT id, (SELECT number FROM events WHERE integration_id = lane.id ORDER BY number DESC LIMIT 1 OFFSET $1) AS last
        FROM lane
    )
    DELETE FROM events WHERE number IN (
        SELECT e.number FROM full_lane JOIN events AS e ON e.integration_id = full_lane.id AND e.number <= full_lane.last
        WHERE e.state <> 'waiting' AND NOT e.is_open LIMIT $2)";

/// Nobody else can write while these are deleted.
const FORGOTTEN_AT_ONCE: u32 = 5_000;

#[async_trait]
impl InboxStore for SqliteStore {
    async fn addressee(&self, key: &Secret, now: Timestamp) -> Result<Option<Addressee>, StoreError> {
        let found: Option<AddresseeRow> = sqlx::query_as(
            "SELECT s.integration_id, i.organization_id, s.account_number
             FROM sessions AS s JOIN messenger_integrations AS i ON i.id = s.integration_id
             WHERE (s.webhook_key_hash = $1 OR (s.old_key_hash = $1 AND COALESCE(s.old_key_until, $2 + 1) > $2))
               AND NOT s.removing",
        )
        .bind(fingerprint(key.expose()))
        .bind(now.0)
        .fetch_optional(&self.reader)
        .await?;
        found.map(event_record::addressee).transpose()
    }

    async fn keep_event(&self, event: &NewEvent) -> Result<Option<i64>, StoreError> {
        let raw = event.raw.as_ref().map(|raw| sealed_body(&self.sealer, event.session, raw)).transpose()?;
        self.inbox.keep(NewEvent { raw: None, ..event.clone() }, raw).await
    }

    async fn open_events(&self, received_before: Timestamp, limit: u32) -> Result<Vec<OpenEvent>, StoreError> {
        let rows: Vec<OpenRow> = sqlx::query_as(
            "SELECT number, integration_id, word, phone, happened_at FROM events
             WHERE is_open AND received_at < $1 ORDER BY number LIMIT $2",
        )
        .bind(received_before.0)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(event_record::open_event).collect()
    }

    async fn settle_events(&self, numbers: &[i64]) -> Result<(), StoreError> {
        sqlx::query("UPDATE events SET is_open = FALSE WHERE number IN (SELECT value FROM json_each($1))")
            .bind(serde_json::json!(numbers).to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn events_of(
        &self,
        session: IntegrationId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptEvent>, StoreError> {
        let rows: Vec<KeptRow> = sqlx::query_as(
            "SELECT number, event_id, kind, word IS NOT NULL, received_at, happened_at, state, tries, why FROM events
             WHERE integration_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        )
        .bind(session.to_string())
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(event_record::kept_event).collect()
    }

    async fn replay_event(
        &self,
        session: IntegrationId,
        number: i64,
        now: Timestamp,
        entry: &AuditEntry,
    ) -> Result<Option<KeptEvent>, StoreError> {
        let mut tx = self.write().await?;
        let found: Option<KeptRow> = sqlx::query_as(
            "SELECT number, event_id, kind, word IS NOT NULL, received_at, happened_at, state, tries, why FROM events
             WHERE integration_id = $1 AND number = $2",
        )
        .bind(session.to_string())
        .bind(number)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(event) = found.map(event_record::kept_event).transpose()? else { return Ok(None) };
        if event.can_be_replayed() {
            sqlx::query(
                "UPDATE events SET is_open = word IS NOT NULL,
                     again_at = CASE state WHEN 'dead' THEN $2 ELSE again_at END,
                     tries = CASE state WHEN 'dead' THEN 0 ELSE tries END,
                     state = CASE state WHEN 'dead' THEN 'waiting' ELSE state END
                 WHERE number = $1",
            )
            .bind(number)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
            audit::add(&mut tx, entry).await?;
            tx.commit().await?;
        }
        Ok(Some(event))
    }

    async fn forget_events(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let old = sqlx::query(OLD).bind(before.0).bind(FORGOTTEN_AT_ONCE).execute(&self.writer).await?;
        let many = sqlx::query(MANY).bind(most).bind(FORGOTTEN_AT_ONCE).execute(&self.writer).await?;
        Ok(old.rows_affected() + many.rows_affected())
    }

    async fn forget_codes(&self, before: Timestamp) -> Result<u64, StoreError> {
        let forgotten = sqlx::query(
            "UPDATE events SET state = 'kept', raw_sealed = NULL, again_at = NULL, why = 'its code is over'
             WHERE word = 'qr' AND state IN ('waiting', 'dead') AND received_at < $1",
        )
        .bind(before.0)
        .execute(&self.writer)
        .await?;
        Ok(forgotten.rows_affected())
    }
}
