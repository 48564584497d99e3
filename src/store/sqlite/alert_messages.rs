//! Messages of alerts on their way.

use crate::{
    connect::ports::StoreError,
    domain::{
        alert::{AlertChannel, AlertMessage, Delivery},
        ids::{AlertMessageId, OrganizationId},
        time::Timestamp,
    },
    store::alert_record::{self, ChannelRow, MessageRow},
};

use super::SqliteStore;

impl SqliteStore {
    pub(super) async fn insert_message(
        &self,
        channel: &AlertChannel,
        message: &AlertMessage,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO alert_messages (id, channel_id, kind, session_id, name, since, created_at, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(message.id.to_string())
        .bind(channel.id.to_string())
        .bind(message.alert.kind.as_str())
        .bind(message.alert.session.map(|id| id.to_string()))
        .bind(message.alert.name.clone())
        .bind(message.alert.since.0)
        .bind(message.created_at.0)
        .bind(message.due())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    pub(super) async fn read_due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(AlertMessage, AlertChannel)>, StoreError> {
        let rows: Vec<MessageRow> = sqlx::query_as(
            "SELECT id, channel_id, kind, session_id, name, since, created_at, tries, due_at, taken_at, why
             FROM alert_messages WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, created_at, id LIMIT $2",
        )
        .bind(now.0)
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?;
        let mut due = Vec::with_capacity(rows.len());
        for row in rows {
            let channel: Option<ChannelRow> = sqlx::query_as(
                "SELECT id, organization_id, kind, sealed, created_at FROM alert_channels WHERE id = $1",
            )
            .bind(row.1.clone())
            .fetch_optional(&self.reader)
            .await?;
            if let Some(channel) = channel {
                due.push((alert_record::message(row)?, alert_record::channel(&self.sealer, channel)?));
            }
        }
        Ok(due)
    }

    pub(super) async fn write_try(&self, message: &AlertMessage) -> Result<(), StoreError> {
        let (due_at, taken_at) = match message.delivery {
            Delivery::Waiting(at) => (Some(at.0), None),
            Delivery::Taken(at) => (None, Some(at.0)),
            Delivery::GivenUp => (None, None),
        };
        sqlx::query("UPDATE alert_messages SET tries = $2, due_at = $3, taken_at = $4, why = $5 WHERE id = $1")
            .bind(message.id.to_string())
            .bind(i64::from(message.tries))
            .bind(due_at)
            .bind(taken_at)
            .bind(message.why.clone())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub(super) async fn revive_message(
        &self,
        organization: OrganizationId,
        id: AlertMessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revived = sqlx::query(
            "UPDATE alert_messages SET due_at = $3, tries = 0
             WHERE id = $1 AND due_at IS NULL AND taken_at IS NULL
               AND channel_id IN (SELECT id FROM alert_channels WHERE organization_id = $2)",
        )
        .bind(id.to_string())
        .bind(organization.to_string())
        .bind(now.0)
        .execute(&self.writer)
        .await?
        .rows_affected();
        Ok(revived > 0)
    }

    pub(super) async fn delete_messages(&self, before: Timestamp) -> Result<u64, StoreError> {
        let forgotten = sqlx::query("DELETE FROM alert_messages WHERE due_at IS NULL AND created_at < $1")
            .bind(before.0)
            .execute(&self.writer)
            .await?
            .rows_affected();
        Ok(forgotten)
    }
}
