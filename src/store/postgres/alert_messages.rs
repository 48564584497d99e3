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

use super::{PostgresStore, text::storable};

impl PostgresStore {
    pub(super) async fn insert_message(
        &self,
        channel: &AlertChannel,
        message: &AlertMessage,
    ) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements.query(
            "INSERT INTO wpp_panel.alert_messages (id, channel_id, kind, session_id, name, since, created_at, due_at)
             VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5, $6, $7, $8)",
        )
        .bind(message.id.to_string())
        .bind(channel.id.to_string())
        .bind(message.alert.kind.as_str())
        .bind(message.alert.session.map(|id| id.to_string()))
        .bind(storable(&message.alert.name))
        .bind(message.alert.since.0)
        .bind(message.created_at.0)
        .bind(message.due())
        .execute(&mut *link)
        .await?;
        link.done().await
    }

    pub(super) async fn read_due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(AlertMessage, AlertChannel)>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<MessageRow> = self.statements.rows(
            "SELECT id::text, channel_id::text, kind, session_id::text, name, since, created_at, tries, due_at, taken_at, why
             FROM wpp_panel.alert_messages WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, created_at, id LIMIT $2",
        )
        .bind(now.0)
        .bind(i64::from(limit))
        .fetch_all(&mut *link)
        .await?;
        let mut due = Vec::with_capacity(rows.len());
        for row in rows {
            let channel: Option<ChannelRow> = self.statements.rows(
                "SELECT id::text, organization_id::text, kind, sealed, created_at FROM wpp_panel.alert_channels WHERE id = $1::uuid",
            )
            .bind(row.1.clone())
            .fetch_optional(&mut *link)
            .await?;
            if let Some(channel) = channel {
                due.push((alert_record::message(row)?, alert_record::channel(&self.sealer, channel)?));
            }
        }
        link.done().await?;
        Ok(due)
    }

    pub(super) async fn write_try(&self, message: &AlertMessage) -> Result<(), StoreError> {
        let (due_at, taken_at) = match message.delivery {
            Delivery::Waiting(at) => (Some(at.0), None),
            Delivery::Taken(at) => (None, Some(at.0)),
            Delivery::GivenUp => (None, None),
        };
        let mut link = self.link().await?;
        self.statements.query("UPDATE wpp_panel.alert_messages SET tries = $2, due_at = $3, taken_at = $4, why = $5 WHERE id = $1::uuid")
            .bind(message.id.to_string())
            .bind(i64::from(message.tries))
            .bind(due_at)
            .bind(taken_at)
            .bind(message.why.as_deref().map(storable))
            .execute(&mut *link)
            .await?;
        link.done().await
    }

    pub(super) async fn revive_message(
        &self,
        organization: OrganizationId,
        id: AlertMessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut link = self.link().await?;
        let revived = self
            .statements
            .query(
                "UPDATE wpp_panel.alert_messages SET due_at = $3, tries = 0
             WHERE id = $1::uuid AND due_at IS NULL AND taken_at IS NULL
               AND channel_id IN (SELECT id FROM wpp_panel.alert_channels WHERE organization_id = $2::uuid)",
            )
            .bind(id.to_string())
            .bind(organization.to_string())
            .bind(now.0)
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(revived > 0)
    }

    pub(super) async fn delete_messages(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut link = self.link().await?;
        let forgotten = self
            .statements
            .query("DELETE FROM wpp_panel.alert_messages WHERE due_at IS NULL AND created_at < $1")
            .bind(before.0)
            .execute(&mut *link)
            .await?
            .rows_affected();
        link.done().await?;
        Ok(forgotten)
    }
}
