//! Events that are to be passed on, and webhooks of adopted sessions.

use async_trait::async_trait;

use crate::{
    connect::ports::{AuditEntry, EventCounts, EventStore, Session, StoreError, WaitingEvent},
    domain::{ids::IntegrationId, time::Timestamp},
    store::{
        event_record::{EventRecord, EventRow},
        listing::{understood, with_access},
    },
};

use super::{SqliteStore, audit, read};

/// What is to be passed on now: of every session the first that waits, if its time has come. It steps from session to
/// session in the index: a receiver that was away for a day leaves many events behind each first one.
const DUE: &str = "
    WITH RECURSIVE lane (id) AS (
        SELECT min(integration_id) FROM events WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(integration_id) FROM events WHERE state = 'waiting' AND integration_id > lane.id)
        FROM lane WHERE lane.id IS NOT NULL
    )
    SELECT e.number, e.integration_id, e.account_number, e.raw_sealed, e.tries, i.webhook_key
    FROM events AS e LEFT JOIN messenger_integrations AS i ON i.id = e.integration_id
    WHERE e.number IN (
        SELECT (SELECT min(number) FROM events WHERE state = 'waiting' AND integration_id = lane.id) FROM lane
    ) AND e.again_at <= $1
    ORDER BY e.number LIMIT $2";

#[async_trait]
impl EventStore for SqliteStore {
    async fn events_to_forward(&self, now: Timestamp, limit: u32) -> Result<Vec<WaitingEvent>, StoreError> {
        let rows: Vec<EventRow> = sqlx::query_as(DUE).bind(now.0).bind(limit).fetch_all(&self.reader).await?;
        let mut waiting = Vec::with_capacity(rows.len());
        for record in rows.into_iter().map(EventRecord::from) {
            match record.event(&self.sealer) {
                Ok(event) => waiting.push(event),
                Err(error) => {
                    // it would hold up everything behind it, for ever
                    tracing::error!(event = record.number, %error, "an event cannot be read and is given up");
                    self.event_not_forwarded(record.number, None, "it cannot be unsealed").await?;
                }
            }
        }
        Ok(waiting)
    }

    async fn event_forwarded(&self, number: i64) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE events SET state = 'forwarded', raw_sealed = NULL, again_at = NULL, why = NULL, tries = tries + 1
             WHERE number = $1 AND state = 'waiting'",
        )
        .bind(number)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn event_not_forwarded(&self, number: i64, again_at: Option<Timestamp>, why: &str) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE events SET state = $2, again_at = $3, why = $4, tries = tries + 1
             WHERE number = $1 AND state = 'waiting'",
        )
        .bind(number)
        .bind(if again_at.is_some() { "waiting" } else { "dead" })
        .bind(again_at.map(|at| at.0))
        .bind(why)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn revive_dead_events(&self, now: Timestamp) -> Result<u64, StoreError> {
        let revived = sqlx::query("UPDATE events SET state = 'waiting', again_at = $1, tries = 0 WHERE state = 'dead'")
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(revived.rows_affected())
    }

    async fn count_events(&self) -> Result<EventCounts, StoreError> {
        let (waiting, dead) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM events WHERE state = 'waiting'),
                    (SELECT count(*) FROM events WHERE state = 'dead')",
        )
        .fetch_one(&self.reader)
        .await?;
        Ok(EventCounts { waiting, dead })
    }

    async fn webhooks_elsewhere(&self, sent_back_too: bool) -> Result<Vec<Session>, StoreError> {
        let records = read::webhook_elsewhere(sent_back_too).fetch_all(&self.reader).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }

    async fn webhooks_taken(&self) -> Result<Vec<Session>, StoreError> {
        let records = read::webhook_ours().fetch_all(&self.reader).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }

    async fn note_webhook(
        &self,
        id: IntegrationId,
        ours_since: Option<Timestamp>,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let noted = sqlx::query(
            "UPDATE sessions SET webhook_ours_since = $2, webhook_sent_back = $2 IS NULL
             WHERE integration_id = $1 AND adopted",
        )
        .bind(id.to_string())
        .bind(ours_since.map(|at| at.0))
        .execute(&mut *tx)
        .await?;
        if noted.rows_affected() == 0 {
            return Ok(());
        }
        audit::add(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}
