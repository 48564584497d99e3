//! Rows that somebody else made become sessions as soon as they are seen.

use sqlx::PgConnection;

use crate::{
    connect::ports::{Random as _, StoreError, SystemRandom},
    domain::ids::OrganizationId,
    store::{
        Sealer,
        record::field,
        sealer::fingerprint,
        settings::{API_KEY, Claim},
    },
};

use super::PostgresStore;

/// Id, webhook key and settings as they stand there, when it was made.
type Stranger = (String, Option<String>, String, i64);

impl PostgresStore {
    /// In every organization.
    pub(super) async fn adopt_strangers(&self) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        let organizations: Vec<String> = self
            .statements
            .value(
                "SELECT DISTINCT i.organization_id::text FROM {integrations} AS i
                 WHERE {wpp} AND NOT EXISTS (SELECT 1 FROM wpp_panel.sessions AS s WHERE s.integration_id = i.id)",
            )
            .fetch_all(&mut *link)
            .await?;
        drop(link);
        for organization in organizations {
            let organization =
                organization.parse().map_err(|_| StoreError::Corrupt("organization_id of a row".to_owned()))?;
            let mut tx = self.alone(organization).await?;
            let adopted = self.adopt_in(&mut tx, organization).await?;
            tx.commit().await?;
            if adopted > 0 {
                tracing::info!(%organization, rows = adopted, "rows that were made elsewhere are sessions now");
            }
        }
        Ok(())
    }

    /// In one organization, which nobody else works on; says how many there were.
    pub(super) async fn adopt_in(
        &self,
        connection: &mut PgConnection,
        organization: OrganizationId,
    ) -> Result<usize, StoreError> {
        let strangers: Vec<Stranger> = self
            .statements
            .rows(
                "SELECT i.id::text, {webhook_key}, {settings}, {created_at} FROM {integrations} AS i
                 WHERE i.organization_id = $1::uuid AND {wpp}
                   AND NOT EXISTS (SELECT 1 FROM wpp_panel.sessions AS s WHERE s.integration_id = i.id)
                 ORDER BY {age}",
            )
            .bind(organization.to_string())
            .fetch_all(&mut *connection)
            .await?;
        for stranger in &strangers {
            // a number or key may be taken by another organization's row at this very moment: then it is not free the
            // next time
            for _ in 0..3 {
                if self.adopt_one(connection, stranger).await? {
                    break;
                }
            }
        }
        Ok(strangers.len())
    }

    /// The account number is believed if nobody else has it: a number is whose session it was first. `false` if somebody
    /// was faster.
    async fn adopt_one(
        &self,
        connection: &mut PgConnection,
        (row, webhook_key, settings, created_at): &Stranger,
    ) -> Result<bool, StoreError> {
        let claim = Claim::read(settings);
        let number = claim.as_ref().and_then(|claim| claim.number.as_ref()).map(|number| number.as_str().to_owned());
        let theirs = webhook_key.as_deref().filter(|key| !Sealer::is_sealed(key)).map(str::to_owned);
        let (free, unknown): (bool, bool) = self
            .statements
            .rows(
                "SELECT NOT EXISTS (SELECT 1 FROM wpp_panel.sessions WHERE account_number = $1),
                        NOT EXISTS (SELECT 1 FROM wpp_panel.sessions WHERE webhook_key_hash = $2)",
            )
            .bind(number.clone())
            .bind(theirs.as_deref().map(fingerprint))
            .fetch_one(&mut *connection)
            .await?;
        let number = number.filter(|_| free);
        let theirs = theirs.filter(|_| unknown);
        let key = theirs.clone().unwrap_or_else(|| SystemRandom.hex(32));
        // theirs stays where it is; one of ours has no place in the shared row, but where the row is ours too
        let kept_here = match theirs {
            Some(_) => None,
            None if self.seals && self.statements.shape().takes_webhook_key() => None,
            None => Some(self.own_secret(row, field::WEBHOOK_KEY, &key)?),
        };
        let adopted = self
            .statements
            .query(
                "INSERT INTO wpp_panel.sessions (integration_id, account_number, webhook_key, webhook_key_hash, state,
                                                 first_connected_at, adopted)
                 VALUES ($1::uuid, $2, $3, $4, $5, $6, TRUE) ON CONFLICT DO NOTHING",
            )
            .bind(row.clone())
            .bind(number.clone())
            .bind(kept_here)
            .bind(fingerprint(&key))
            .bind(if number.is_some() { "disconnected" } else { "failed" })
            .bind(*created_at)
            .execute(&mut *connection)
            .await?
            .rows_affected();
        if adopted == 1 && self.seals {
            self.seal_row(connection, row, &key, claim).await?;
        }
        Ok(adopted == 1)
    }

    async fn seal_row(
        &self,
        connection: &mut PgConnection,
        row: &str,
        webhook_key: &str,
        claim: Option<Claim>,
    ) -> Result<(), StoreError> {
        if self.statements.shape().takes_webhook_key() {
            self.statements
                .query("UPDATE {integrations} SET webhook_key = $2 WHERE id = $1::uuid")
                .bind(row.to_owned())
                .bind(self.own_secret(row, field::WEBHOOK_KEY, webhook_key)?)
                .execute(&mut *connection)
                .await?;
        }
        if let Some(key) = claim.and_then(|claim| claim.api_key).filter(|key| !Sealer::is_sealed(key)) {
            let sealed = serde_json::json!({ API_KEY: self.own_secret(row, field::API_KEY, &key)? });
            self.statements
                .query("UPDATE {integrations} SET {patch:$2} WHERE id = $1::uuid")
                .bind(row.to_owned())
                .bind(sealed.to_string())
                .execute(connection)
                .await?;
        }
        Ok(())
    }
}
