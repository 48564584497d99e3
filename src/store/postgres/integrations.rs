//! The port of rows of all providers.

use async_trait::async_trait;
use serde_json::{Map, Value};
use sqlx::{PgConnection, Postgres, postgres::PgArguments, query::QueryAs};

use crate::{
    connect::ports::{AuditEntry, Integration, IntegrationChange, IntegrationStore, NewIntegration, StoreError},
    domain::ids::{IntegrationId, OrganizationId},
    store::{
        integration::{IntegrationRecord, stored},
        record::field,
    },
};

use super::{
    PostgresStore, audit, promote,
    text::{storable, storable_object},
};

type Select = QueryAs<'static, Postgres, IntegrationRecord, PgArguments>;

impl PostgresStore {
    fn own(&self, organization: OrganizationId, id: IntegrationId) -> Select {
        self.statements.rows("{integration} AND i.id = $2::uuid").bind(organization.to_string()).bind(id.to_string())
    }

    /// Settings as they are to stand in the row.
    fn shared_settings(&self, row: &str, settings: &Map<String, Value>) -> Result<Map<String, Value>, StoreError> {
        let settings = storable_object(settings.clone());
        if !self.seals {
            return Ok(settings);
        }
        let sealed =
            |(name, value): (String, Value)| stored(&self.sealer, row, &name, &value).map(|value| (name, value));
        settings.into_iter().map(sealed).collect()
    }

    /// The organization's row of the same provider with the same value of the setting that tells such rows apart.
    async fn same(
        &self,
        connection: &mut PgConnection,
        new: &NewIntegration,
    ) -> Result<Option<IntegrationRecord>, StoreError> {
        let Some((name, value)) = new.unique() else { return Ok(None) };
        Ok(self
            .statements
            .rows("{integration} AND i.provider::text = $2 AND i.settings ->> $3 = $4 ORDER BY {age} LIMIT 1")
            .bind(new.organization.to_string())
            .bind(new.provider.clone())
            .bind(name)
            .bind(storable(&value))
            .fetch_optional(connection)
            .await?)
    }

    /// Whoever else is primary for the messenger no longer is: first, since the CRM's index may allow one.
    async fn step_down(
        &self,
        connection: &mut PgConnection,
        organization: OrganizationId,
        messenger_type: &str,
        but: IntegrationId,
    ) -> Result<(), StoreError> {
        self.statements
            .query(
                "UPDATE {integrations} SET is_primary = FALSE{touched}
                 WHERE organization_id = $1::uuid AND messenger_type::text = $2 AND is_primary AND id <> $3::uuid",
            )
            .bind(organization.to_string())
            .bind(messenger_type.to_owned())
            .bind(but.to_string())
            .execute(connection)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl IntegrationStore for PostgresStore {
    async fn integrations(
        &self,
        organization: OrganizationId,
        messenger_type: Option<&str>,
    ) -> Result<Vec<Integration>, StoreError> {
        let mut link = self.link().await?;
        let records: Vec<IntegrationRecord> = self
            .statements
            .rows("{integration} AND ($2::text IS NULL OR i.messenger_type::text = $2) ORDER BY {primary} DESC, {age}")
            .bind(organization.to_string())
            .bind(messenger_type.map(storable))
            .fetch_all(&mut *link)
            .await?;
        records.into_iter().map(|record| record.integration(&self.sealer)).collect()
    }

    async fn integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
    ) -> Result<Option<Integration>, StoreError> {
        let mut link = self.link().await?;
        let record = self.own(organization, id).fetch_optional(&mut *link).await?;
        record.map(|record| record.integration(&self.sealer)).transpose()
    }

    async fn create_integration(
        &self,
        new: &NewIntegration,
        entry: &AuditEntry,
    ) -> Result<(Integration, bool), StoreError> {
        let mut tx = self.alone(new.organization).await?;
        // of two that make the same row at once the second finds the first's
        if let Some(found) = self.same(&mut tx, new).await? {
            return Ok((found.integration(&self.sealer)?, false));
        }
        if new.is_primary {
            self.step_down(&mut tx, new.organization, &new.messenger_type, new.id).await?;
        }
        let id = new.id.to_string();
        let settings = self.shared_settings(&id, &new.settings)?;
        self.statements
            .query("{insert}")
            .bind(id.clone())
            .bind(new.organization.to_string())
            .bind(storable(&new.messenger_type))
            .bind(storable(&new.provider))
            .bind(storable(&new.name))
            .bind(new.is_primary)
            .bind(new.is_enabled)
            .bind(self.shared_secret(&id, field::WEBHOOK_KEY, new.webhook_key.expose())?)
            .bind(Value::Object(settings).to_string())
            .bind(new.now.0)
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, &self.statements, entry).await?;
        let made = self.own(new.organization, new.id).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        Ok((made.integration(&self.sealer)?, true))
    }

    async fn change_integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        change: &IntegrationChange,
        entry: &AuditEntry,
    ) -> Result<Option<Integration>, StoreError> {
        let mut tx = self.alone(organization).await?;
        let Some(before) = self.own(organization, id).fetch_optional(&mut *tx).await? else { return Ok(None) };
        if change.is_primary == Some(true) {
            self.step_down(&mut tx, organization, before.messenger_type(), id).await?;
        }
        let row = id.to_string();
        self.statements
            .query(
                "UPDATE {integrations} SET name = COALESCE($2::text, name::text),
                                           is_primary = COALESCE($3, is_primary){enable:$4}{touched}
                 WHERE id = $1::uuid",
            )
            .bind(row.clone())
            .bind(change.name.as_deref().map(storable))
            .bind(change.is_primary)
            .bind(change.is_enabled)
            .execute(&mut *tx)
            .await?;
        if !change.settings.is_empty() {
            let settings = self.shared_settings(&row, &change.settings)?;
            self.statements
                .query("UPDATE {integrations} SET {patch:$2} WHERE id = $1::uuid")
                .bind(row)
                .bind(Value::Object(settings).to_string())
                .execute(&mut *tx)
                .await?;
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        let after = self.own(organization, id).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        after.integration(&self.sealer).map(Some)
    }

    async fn delete_integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.alone(organization).await?;
        let gone: Option<(String, bool)> = self
            .statements
            .rows(
                "DELETE FROM {integrations} AS i
                 WHERE i.id = $1::uuid AND i.organization_id = $2::uuid AND i.provider::text <> 'wpp'
                 RETURNING i.messenger_type::text, {primary}",
            )
            .bind(id.to_string())
            .bind(organization.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some((messenger_type, was_primary)) = gone else { return Ok(false) };
        if was_primary {
            promote::successor(&mut tx, &self.statements, organization, &messenger_type).await?;
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(true)
    }
}
