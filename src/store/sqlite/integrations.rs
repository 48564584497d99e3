//! The port of rows of all providers.

use async_trait::async_trait;
use serde_json::{Map, Value};
use sqlx::{Sqlite, SqliteConnection, query::QueryAs, sqlite::SqliteArguments};

use crate::{
    connect::ports::{AuditEntry, Integration, IntegrationChange, IntegrationStore, NewIntegration, StoreError},
    domain::ids::{IntegrationId, OrganizationId},
    store::{
        integration::{IntegrationRecord, stored},
        record::field,
        sealer::Place,
    },
};

use super::{SqliteStore, audit, promote};

type Select<'q> = QueryAs<'q, Sqlite, IntegrationRecord, SqliteArguments>;

/// Every statement names the same columns and never a row that is being removed.
macro_rules! select {
    ($rest:literal) => {
        sqlx::query_as::<Sqlite, IntegrationRecord>(concat!(
            "SELECT i.id, i.organization_id, i.messenger_type, i.provider, i.name, i.is_primary, i.is_enabled,
                    i.webhook_key, i.settings, i.created_at, i.updated_at
             FROM messenger_integrations AS i LEFT JOIN sessions AS s ON s.integration_id = i.id
             WHERE s.removing IS NOT TRUE AND i.organization_id = $1 AND ",
            $rest
        ))
    };
}

fn own<'q>(organization: OrganizationId, id: IntegrationId) -> Select<'q> {
    select!("i.id = $2").bind(organization.to_string()).bind(id.to_string())
}

#[async_trait]
impl IntegrationStore for SqliteStore {
    async fn integrations(
        &self,
        organization: OrganizationId,
        messenger_type: Option<&str>,
    ) -> Result<Vec<Integration>, StoreError> {
        let records = select!("($2 IS NULL OR i.messenger_type = $2) ORDER BY i.is_primary DESC, i.created_at, i.id")
            .bind(organization.to_string())
            .bind(messenger_type)
            .fetch_all(&self.reader)
            .await?;
        records.into_iter().map(|record| record.integration(&self.sealer)).collect()
    }

    async fn integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
    ) -> Result<Option<Integration>, StoreError> {
        let record = own(organization, id).fetch_optional(&self.reader).await?;
        record.map(|record| record.integration(&self.sealer)).transpose()
    }

    async fn create_integration(
        &self,
        new: &NewIntegration,
        entry: &AuditEntry,
    ) -> Result<(Integration, bool), StoreError> {
        let mut tx = self.write().await?;
        // the write lock is held: of two that make the same row at once the second finds the first's
        if let Some(found) = same(&mut tx, new).await? {
            return Ok((found.integration(&self.sealer)?, false));
        }
        if new.is_primary {
            step_down(&mut tx, new.organization, &new.messenger_type).await?;
        }
        let id = new.id.to_string();
        let place = Place { row: &id, field: field::WEBHOOK_KEY };
        let key = self.sealer.seal(place, new.webhook_key.expose()).map_err(|error| place.failed(error))?;
        let settings = new
            .settings
            .iter()
            .map(|(name, value)| stored(&self.sealer, &id, name, value).map(|value| (name.clone(), value)));
        let settings: Map<String, Value> = settings.collect::<Result<_, StoreError>>()?;
        sqlx::query(
            "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, is_primary,
                                                 is_enabled, webhook_key, settings, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        )
        .bind(&id)
        .bind(new.organization.to_string())
        .bind(&new.messenger_type)
        .bind(&new.provider)
        .bind(&new.name)
        .bind(new.is_primary)
        .bind(new.is_enabled)
        .bind(key)
        .bind(Value::Object(settings).to_string())
        .bind(new.now.0)
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, entry).await?;
        let made = own(new.organization, new.id).fetch_one(&mut *tx).await?;
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
        let mut tx = self.write().await?;
        let Some(before) = own(organization, id).fetch_optional(&mut *tx).await? else { return Ok(None) };
        if change.is_primary == Some(true) {
            step_down(&mut tx, organization, before.messenger_type()).await?;
        }
        let row = id.to_string();
        sqlx::query(
            "UPDATE messenger_integrations SET name = COALESCE($2, name), is_primary = COALESCE($3, is_primary),
                                               is_enabled = COALESCE($4, is_enabled)
             WHERE id = $1",
        )
        .bind(&row)
        .bind(&change.name)
        .bind(change.is_primary)
        .bind(change.is_enabled)
        .execute(&mut *tx)
        .await?;
        for (name, value) in &change.settings {
            let value = stored(&self.sealer, &row, name, value)?;
            // the name is quoted, so that a dot in it is no path
            sqlx::query(
                "UPDATE messenger_integrations SET settings = json_set(settings, '$.' || json_quote($2), json($3))
                 WHERE id = $1",
            )
            .bind(&row)
            .bind(name)
            .bind(value.to_string())
            .execute(&mut *tx)
            .await?;
        }
        audit::add(&mut tx, entry).await?;
        let after = own(organization, id).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        after.integration(&self.sealer).map(Some)
    }

    async fn delete_integration(
        &self,
        organization: OrganizationId,
        id: IntegrationId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let gone: Option<(String, bool)> = sqlx::query_as(
            "DELETE FROM messenger_integrations WHERE id = $1 AND organization_id = $2 AND provider <> 'wpp'
             RETURNING messenger_type, is_primary",
        )
        .bind(id.to_string())
        .bind(organization.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        let Some((messenger_type, was_primary)) = gone else { return Ok(false) };
        if was_primary {
            promote::successor(&mut tx, organization, &messenger_type).await?;
        }
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// The organization's row of the same provider with the same value of the setting that tells such rows apart.
async fn same(
    connection: &mut SqliteConnection,
    new: &NewIntegration,
) -> Result<Option<IntegrationRecord>, StoreError> {
    let Some((name, value)) = new.unique() else { return Ok(None) };
    let found = select!(
        "i.provider = $2 AND CAST(json_extract(i.settings, '$.\"' || $3 || '\"') AS TEXT) = $4
         ORDER BY i.created_at, i.id LIMIT 1"
    );
    Ok(found
        .bind(new.organization.to_string())
        .bind(&new.provider)
        .bind(name)
        .bind(value)
        .fetch_optional(connection)
        .await?)
}

/// Whoever is primary for the messenger no longer is.
async fn step_down(
    connection: &mut SqliteConnection,
    organization: OrganizationId,
    messenger_type: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messenger_integrations SET is_primary = FALSE
         WHERE organization_id = $1 AND messenger_type = $2 AND is_primary",
    )
    .bind(organization.to_string())
    .bind(messenger_type)
    .execute(connection)
    .await?;
    Ok(())
}
