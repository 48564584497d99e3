//! Channels of alerts, and sessions that are down.

use async_trait::async_trait;

use crate::{
    connect::ports::{AlertStore, AuditEntry, Down, StoreError},
    domain::{
        alert::{Alert, AlertChannel, AlertKind, AlertMessage},
        ids::{AlertChannelId, AlertMessageId, IntegrationId, OrganizationId},
        time::Timestamp,
    },
    store::alert_record::{self, ChannelRow, DownRow, MessageRow},
};

use super::{SqliteStore, audit};

#[async_trait]
impl AlertStore for SqliteStore {
    async fn add_channel(&self, channel: &AlertChannel, most: u32, entry: &AuditEntry) -> Result<bool, StoreError> {
        let sealed = alert_record::seal(&self.sealer, channel)?;
        let mut tx = self.write().await?;
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM alert_channels WHERE organization_id = $1")
            .bind(channel.organization.to_string())
            .fetch_one(&mut *tx)
            .await?;
        if known >= i64::from(most) {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO alert_channels (id, organization_id, kind, sealed, created_at)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(channel.id.to_string())
        .bind(channel.organization.to_string())
        .bind(channel.kind.as_str())
        .bind(sealed)
        .bind(channel.created_at.0)
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn channels(&self, organization: OrganizationId) -> Result<Vec<AlertChannel>, StoreError> {
        let rows: Vec<ChannelRow> = sqlx::query_as(
            "SELECT id, organization_id, kind, sealed, created_at FROM alert_channels
             WHERE organization_id = $1 ORDER BY created_at, id",
        )
        .bind(organization.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(|row| alert_record::channel(&self.sealer, row)).collect()
    }

    async fn remove_channel(
        &self,
        organization: OrganizationId,
        id: AlertChannelId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let removed = sqlx::query("DELETE FROM alert_channels WHERE organization_id = $1 AND id = $2")
            .bind(organization.to_string())
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn alert_after(&self, organization: OrganizationId) -> Result<Option<u32>, StoreError> {
        let minutes: Option<i64> =
            sqlx::query_scalar("SELECT after_minutes FROM alert_settings WHERE organization_id = $1")
                .bind(organization.to_string())
                .fetch_optional(&self.reader)
                .await?;
        Ok(minutes.and_then(|minutes| minutes.try_into().ok()))
    }

    async fn set_alert_after(
        &self,
        organization: OrganizationId,
        minutes: u32,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO alert_settings (organization_id, after_minutes) VALUES ($1, $2)
             ON CONFLICT (organization_id) DO UPDATE SET after_minutes = excluded.after_minutes",
        )
        .bind(organization.to_string())
        .bind(i64::from(minutes))
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    async fn alerted_organizations(&self) -> Result<Vec<OrganizationId>, StoreError> {
        let ids: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT organization_id FROM alert_channels").fetch_all(&self.reader).await?;
        ids.iter().map(|id| id.parse().map_err(|_| alert_record::corrupt("organization_id"))).collect()
    }

    async fn downs(&self, organization: OrganizationId) -> Result<Vec<Down>, StoreError> {
        let rows: Vec<DownRow> =
            sqlx::query_as("SELECT session_id, since, told_at FROM alert_downs WHERE organization_id = $1")
                .bind(organization.to_string())
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter().map(alert_record::down).collect()
    }

    async fn note_down(
        &self,
        organization: OrganizationId,
        session: IntegrationId,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO alert_downs (session_id, organization_id, since)
             SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM sessions WHERE integration_id = $1)
             ON CONFLICT (session_id) DO NOTHING",
        )
        .bind(session.to_string())
        .bind(organization.to_string())
        .bind(since.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn forget_down(&self, session: IntegrationId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM alert_downs WHERE session_id = $1")
            .bind(session.to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn tell(
        &self,
        organization: OrganizationId,
        alert: &Alert,
        ids: &[AlertMessageId],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let session = alert.session.map(|id| id.to_string());
        let mut tx = self.write().await?;
        let news = if alert.kind == AlertKind::Down {
            sqlx::query("UPDATE alert_downs SET told_at = $2 WHERE session_id = $1 AND told_at IS NULL")
                .bind(session.clone())
                .bind(now.0)
                .execute(&mut *tx)
                .await?
        } else {
            sqlx::query("DELETE FROM alert_downs WHERE session_id = $1 AND told_at IS NOT NULL")
                .bind(session.clone())
                .execute(&mut *tx)
                .await?
        };
        if news.rows_affected() == 0 {
            return Ok(false);
        }
        let channels: Vec<String> =
            sqlx::query_scalar("SELECT id FROM alert_channels WHERE organization_id = $1 ORDER BY created_at, id")
                .bind(organization.to_string())
                .fetch_all(&mut *tx)
                .await?;
        for (channel, id) in channels.into_iter().zip(ids) {
            sqlx::query(
                "INSERT INTO alert_messages (id, channel_id, kind, session_id, name, since, created_at, due_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            )
            .bind(id.to_string())
            .bind(channel)
            .bind(alert.kind.as_str())
            .bind(session.clone())
            .bind(alert.name.clone())
            .bind(alert.since.0)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn tell_one(&self, channel: &AlertChannel, message: &AlertMessage) -> Result<(), StoreError> {
        self.insert_message(channel, message).await
    }

    async fn due_messages(&self, now: Timestamp, limit: u32) -> Result<Vec<(AlertMessage, AlertChannel)>, StoreError> {
        self.read_due(now, limit).await
    }

    async fn message_tried(&self, message: &AlertMessage) -> Result<(), StoreError> {
        self.write_try(message).await
    }

    async fn messages(&self, organization: OrganizationId, limit: u32) -> Result<Vec<AlertMessage>, StoreError> {
        let rows: Vec<MessageRow> = sqlx::query_as(
            "SELECT m.id, m.channel_id, m.kind, m.session_id, m.name, m.since, m.created_at, m.tries, m.due_at,
                    m.taken_at, m.why
             FROM alert_messages AS m JOIN alert_channels AS c ON c.id = m.channel_id
             WHERE c.organization_id = $1 ORDER BY m.created_at DESC, m.id LIMIT $2",
        )
        .bind(organization.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(alert_record::message).collect()
    }

    async fn retry_message(
        &self,
        organization: OrganizationId,
        id: AlertMessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.revive_message(organization, id, now).await
    }

    async fn forget_messages(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.delete_messages(before).await
    }
}
