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

use super::{PostgresStore, audit, text::storable};

/// Old events that wait for nothing.
const OLD: &str = "
    DELETE FROM wpp_panel.events WHERE number IN (
        SELECT number FROM wpp_panel.events WHERE received_at < $1 AND state <> 'waiting' AND NOT is_open LIMIT $2)";

/// Of every session what is beyond its newest ones. It steps from session to session in the index.
const MANY: &str = "
    WITH RECURSIVE lane (id) AS (
        (SELECT integration_id FROM wpp_panel.events ORDER BY integration_id LIMIT 1)
        UNION ALL
        SELECT next.id FROM lane CROSS JOIN LATERAL (
            SELECT integration_id AS id FROM wpp_panel.events
            WHERE integration_id > lane.id ORDER BY integration_id LIMIT 1) AS next
    ), full_lane AS (
        SELECT id, (SELECT number FROM wpp_panel.events WHERE integration_id = lane.id
                    ORDER BY number DESC LIMIT 1 OFFSET $1) AS last
        FROM lane
    )
    DELETE FROM wpp_panel.events WHERE number IN (
        SELECT e.number FROM full_lane JOIN wpp_panel.events AS e
            ON e.integration_id = full_lane.id AND e.number <= full_lane.last
        WHERE e.state <> 'waiting' AND NOT e.is_open LIMIT $2)";

/// Of one statement, so that none takes long.
const FORGOTTEN_AT_ONCE: i64 = 5_000;

#[async_trait]
impl InboxStore for PostgresStore {
    async fn addressee(&self, key: &Secret, now: Timestamp) -> Result<Option<Addressee>, StoreError> {
        let mut link = self.link().await?;
        let found: Option<AddresseeRow> = self
            .statements
            .rows(
                "SELECT s.integration_id::text, i.organization_id::text, s.account_number
                 FROM wpp_panel.sessions AS s JOIN {integrations} AS i ON i.id = s.integration_id AND {wpp}
                 WHERE (s.webhook_key_hash = $1 OR (s.old_key_hash = $1 AND COALESCE(s.old_key_until, $2 + 1) > $2))
                   AND NOT s.removing",
            )
            .bind(fingerprint(key.expose()))
            .bind(now.0)
            .fetch_optional(&mut *link)
            .await?;
        found.map(event_record::addressee).transpose()
    }

    async fn keep_event(&self, event: &NewEvent) -> Result<Option<i64>, StoreError> {
        let raw = event.raw.as_ref().map(|raw| sealed_body(&self.sealer, event.session, raw)).transpose()?;
        let (fate, again_at) = event_record::waits(raw.is_some(), event.received_at);
        let told = event.told.as_ref();
        let mut link = self.link().await?;
        let number: Option<i64> = self
            .statements
            .value(
                "INSERT INTO wpp_panel.events (integration_id, organization_id, account_number, event_id, kind,
                                               received_at, state, raw_sealed, again_at, happened_at, word, phone,
                                               is_open)
                 VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11::text IS NOT NULL)
                 ON CONFLICT (integration_id, event_id) DO NOTHING RETURNING number",
            )
            .bind(event.session.to_string())
            .bind(event.organization.to_string())
            .bind(event.account.as_ref().map(|number| number.as_str().to_owned()))
            .bind(event.event_id.as_deref().map(storable).filter(|id| !id.is_empty()))
            .bind(storable(&event.kind))
            .bind(event.received_at.0)
            .bind(fate)
            .bind(raw)
            .bind(again_at)
            .bind(event.happened_at.map(|at| at.0))
            .bind(told.map(|told| storable(told.word.as_str())))
            .bind(told.and_then(|told| told.phone.as_ref()).map(|phone| phone.digits().to_owned()))
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        Ok(number)
    }

    async fn open_events(&self, received_before: Timestamp, limit: u32) -> Result<Vec<OpenEvent>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<OpenRow> = self
            .statements
            .rows(
                "SELECT number, integration_id::text, word, phone, happened_at FROM wpp_panel.events
                 WHERE is_open AND received_at < $1 ORDER BY number LIMIT $2",
            )
            .bind(received_before.0)
            .bind(i64::from(limit))
            .fetch_all(&mut *link)
            .await?;
        rows.into_iter().map(event_record::open_event).collect()
    }

    async fn settle_events(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query("UPDATE wpp_panel.events SET is_open = FALSE WHERE number = ANY($1)")
            .bind(numbers.to_vec())
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    async fn events_of(
        &self,
        session: IntegrationId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptEvent>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<KeptRow> = self
            .statements
            .rows(
                "SELECT number, event_id, kind, word IS NOT NULL, received_at, happened_at, state, tries, why
                 FROM wpp_panel.events
                 WHERE integration_id = $1::uuid AND number < $2 ORDER BY number DESC LIMIT $3",
            )
            .bind(session.to_string())
            .bind(before.unwrap_or(i64::MAX))
            .bind(i64::from(limit))
            .fetch_all(&mut *link)
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
        let mut tx = self.begin().await?;
        let found: Option<KeptRow> = self
            .statements
            .rows(
                "SELECT number, event_id, kind, word IS NOT NULL, received_at, happened_at, state, tries, why
                 FROM wpp_panel.events WHERE integration_id = $1::uuid AND number = $2 FOR UPDATE",
            )
            .bind(session.to_string())
            .bind(number)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(event) = found.map(event_record::kept_event).transpose()? else { return Ok(None) };
        if event.can_be_replayed() {
            self.statements
                .query(
                    "UPDATE wpp_panel.events SET is_open = word IS NOT NULL,
                         again_at = CASE state WHEN 'dead' THEN $2 ELSE again_at END,
                         tries = CASE state WHEN 'dead' THEN 0 ELSE tries END,
                         state = CASE state WHEN 'dead' THEN 'waiting' ELSE state END
                     WHERE number = $1",
                )
                .bind(number)
                .bind(now.0)
                .execute(&mut *tx)
                .await?;
            audit::add(&mut tx, &self.statements, entry).await?;
            tx.commit().await?;
        }
        Ok(Some(event))
    }

    async fn forget_events(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let old = self.statements.query(OLD).bind(before.0).bind(FORGOTTEN_AT_ONCE).execute(&mut *link).await?;
        link.done().await?;
        let mut link = self.link().await?;
        let many =
            self.statements.query(MANY).bind(i64::from(most)).bind(FORGOTTEN_AT_ONCE).execute(&mut *link).await?;
        link.done().await?;
        Ok(old.rows_affected() + many.rows_affected())
    }

    async fn forget_codes(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let forgotten = self
            .statements
            .query(
                "UPDATE wpp_panel.events
                 SET state = 'kept', raw_sealed = NULL, again_at = NULL, why = 'its code is over'
                 WHERE word = 'qr' AND state IN ('waiting', 'dead') AND received_at < $1",
            )
            .bind(before.0)
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(forgotten)
    }
}
