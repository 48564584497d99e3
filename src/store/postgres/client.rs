//! Keeping what the platform made for a sub-organization.

use serde_json::json;

use crate::{
    connect::ports::{Session, StoreError},
    domain::{account::AccountNumber, ids::IntegrationId, secret::Secret},
    store::{
        record::field,
        settings::{ACCOUNT, API_KEY},
    },
};

use super::{PostgresStore, read};

impl PostgresStore {
    /// Also on a row that is being removed: a key that is lost is an account nobody can stop any more.
    pub(super) async fn keep_client_of(
        &self,
        id: IntegrationId,
        number: &AccountNumber,
        api_key: &Secret,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let key = self.shared_secret(&row, field::API_KEY, api_key.expose())?;
        let Some((mut tx, _)) = self.alone_with(id).await? else { return Ok(None) };
        self.statements
            .query("UPDATE wpp_panel.sessions SET account_number = $2 WHERE integration_id = $1::uuid")
            .bind(row.clone())
            .bind(number.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        // by key and in one statement: what anybody else has changed in the settings stays
        self.statements
            .query("UPDATE {integrations} SET {patch:$2}{touched} WHERE id = $1::uuid")
            .bind(row)
            .bind(json!({ ACCOUNT: number.as_str(), API_KEY: key }).to_string())
            .execute(&mut *tx)
            .await?;
        let kept = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id)).await?;
        tx.commit().await?;
        Ok(kept)
    }
}
