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

use super::{PostgresStore, audit, read, text::storable};

/// What is to be passed on now: of every session the first that waits, if its time has come. It steps from session to
/// session in the index: a receiver that was away for a day leaves many events behind each first one.
const DUE: &str = "
    WITH RECURSIVE first (id, number) AS (
        (SELECT integration_id, number FROM wpp_panel.events WHERE state = 'waiting'
         ORDER BY integration_id, number LIMIT 1)
        UNION ALL
        SELECT next.integration_id, next.number FROM first CROSS JOIN LATERAL (
            SELECT integration_id, number FROM wpp_panel.events
            WHERE state = 'waiting' AND integration_id > first.id ORDER BY integration_id, number LIMIT 1) AS next
    )
    SELECT e.number, e.integration_id::text, e.account_number, e.raw_sealed, e.tries,
           COALESCE(s.webhook_key, {webhook_key})
    FROM first JOIN wpp_panel.events AS e ON e.number = first.number
    LEFT JOIN {integrations} AS i ON i.id = e.integration_id
    LEFT JOIN wpp_panel.sessions AS s ON s.integration_id = i.id
    WHERE e.again_at <= $1
    ORDER BY e.number LIMIT $2";

#[async_trait]
impl EventStore for PostgresStore {
    async fn events_to_forward(&self, now: Timestamp, limit: u32) -> Result<Vec<WaitingEvent>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<EventRow> =
            self.statements.rows(DUE).bind(now.0).bind(i64::from(limit)).fetch_all(&mut *link).await?;
        // giving one up takes a connection of its own
        drop(link);
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
        let mut link = self.link().await?;
        self.statements
            .query(
                "UPDATE wpp_panel.events
                 SET state = 'forwarded', raw_sealed = NULL, again_at = NULL, why = NULL, tries = tries + 1
                 WHERE number = $1 AND state = 'waiting'",
            )
            .bind(number)
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    async fn event_not_forwarded(&self, number: i64, again_at: Option<Timestamp>, why: &str) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "UPDATE wpp_panel.events SET state = $2, again_at = $3, why = $4, tries = tries + 1
                 WHERE number = $1 AND state = 'waiting'",
            )
            .bind(number)
            .bind(if again_at.is_some() { "waiting" } else { "dead" })
            .bind(again_at.map(|at| at.0))
            .bind(storable(why))
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    async fn revive_dead_events(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let revived = self
            .statements
            .query("UPDATE wpp_panel.events SET state = 'waiting', again_at = $1, tries = 0 WHERE state = 'dead'")
            .bind(now.0)
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(revived)
    }

    async fn count_events(&self) -> Result<EventCounts, StoreError> {
        let mut link = self.link().await?;
        let (waiting, dead) = self
            .statements
            .rows(
                "SELECT (SELECT count(*) FROM wpp_panel.events WHERE state = 'waiting'),
                        (SELECT count(*) FROM wpp_panel.events WHERE state = 'dead')",
            )
            .fetch_one(&mut *link)
            .await?;
        Ok(EventCounts { waiting, dead })
    }

    async fn webhooks_elsewhere(&self, sent_back_too: bool) -> Result<Vec<Session>, StoreError> {
        let mut link = self.link().await?;
        let records = read::webhook_elsewhere(&self.statements, sent_back_too).fetch_all(&mut *link).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }

    async fn webhooks_taken(&self) -> Result<Vec<Session>, StoreError> {
        let mut link = self.link().await?;
        let records = read::webhook_ours(&self.statements).fetch_all(&mut *link).await?;
        Ok(with_access(understood(&records, &self.sealer)))
    }

    async fn note_webhook(
        &self,
        id: IntegrationId,
        ours_since: Option<Timestamp>,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let Some((mut tx, _)) = self.alone_with(id).await? else { return Ok(()) };
        let noted = self
            .statements
            .query(
                "UPDATE wpp_panel.sessions SET webhook_ours_since = $2, webhook_sent_back = $2 IS NULL
                 WHERE integration_id = $1::uuid AND adopted",
            )
            .bind(id.to_string())
            .bind(ours_since.map(|at| at.0))
            .execute(&mut *tx)
            .await?
            .rows_affected();
        if noted == 0 {
            return Ok(());
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        Ok(tx.commit().await?)
    }
}
