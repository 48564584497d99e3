//! Keeping what the platform made for a sub-organization.

use crate::{
    connect::ports::{Session, StoreError},
    domain::{account::AccountNumber, ids::IntegrationId, secret::Secret},
    store::{
        record::field,
        sealer::Place,
        settings::{ACCOUNT, API_KEY},
    },
};

use super::{SqliteStore, adopt::adopt, read};

impl SqliteStore {
    /// Also on a row that is being removed: a key that is lost is an account nobody can stop any more.
    pub(super) async fn keep_client_of(
        &self,
        id: IntegrationId,
        number: &AccountNumber,
        api_key: &Secret,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let place = Place { row: &row, field: field::API_KEY };
        let sealed = self.sealer.seal(place, api_key.expose()).map_err(|error| place.failed(error))?;
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        sqlx::query("UPDATE sessions SET account_number = $2 WHERE integration_id = $1")
            .bind(&row)
            .bind(number.as_str())
            .execute(&mut *tx)
            .await?;
        // by key and in one statement: what anybody else has changed in the settings stays
        sqlx::query(
            "UPDATE messenger_integrations SET settings = json_set(settings, '$.' || $2, $3, '$.' || $4, $5)
             WHERE id = $1 AND messenger_type = 'whatsapp' AND provider = 'wpp'",
        )
        .bind(&row)
        .bind(ACCOUNT)
        .bind(number.as_str())
        .bind(API_KEY)
        .bind(sealed)
        .execute(&mut *tx)
        .await?;
        let kept = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?;
        tx.commit().await?;
        Ok(kept)
    }
}
