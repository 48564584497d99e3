//! Another account for a row that is there.

use serde_json::json;

use crate::{
    connect::ports::{CredentialMode, NewAccount, Session, StoreError},
    domain::ids::IntegrationId,
    store::settings::{ACCOUNT, OF_ACCOUNT, SUB_ORGANIZATION},
};

use super::{PostgresStore, audit, history, numbers::free_number, read};

impl PostgresStore {
    pub(super) async fn replace_account_of(
        &self,
        id: IntegrationId,
        new: &NewAccount,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let Some((mut tx, organization)) = self.alone_with(id).await? else { return Ok(None) };
        // the old number is in use until it is overwritten here, so the new one is another
        let number = match new.mode {
            CredentialMode::GlobalKey => Some(free_number(&mut tx, &self.statements, organization).await?),
            CredentialMode::KeyPerClient => None,
        };
        history::begins(&mut tx, &self.statements, id, new.audit.at).await?;
        let replaced = self
            .statements
            .query(
                "UPDATE wpp_panel.sessions SET account_number = $2, state = 'starting', held_state = NULL,
                     held_since = NULL, asked_at = NULL, checked_at = NULL, checked_by = NULL, checked_word = NULL,
                     told_at = NULL, trouble = NULL, trouble_since = NULL, qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL,
                     phone = NULL, adopted = FALSE, webhook_ours_since = NULL, webhook_sent_back = FALSE,
                     revision = revision + 1
                 WHERE integration_id = $1::uuid AND NOT removing",
            )
            .bind(row.clone())
            .bind(number.as_ref().map(|number| number.as_str().to_owned()))
            .execute(&mut *tx)
            .await?
            .rows_affected();
        if replaced == 0 {
            return Ok(None);
        }
        if let Some(attempt) = &new.attempt {
            self.statements
                .query(
                    "UPDATE wpp_panel.sessions
                     SET made_by = $2::uuid, attempt_id = $2::uuid, attempt_by = $3::uuid, attempt_started_at = $4,
                         attempt_asked_at = $5, attempt_before = $6
                     WHERE integration_id = $1::uuid",
                )
                .bind(row.clone())
                .bind(attempt.id.to_string())
                .bind(attempt.started_by.to_string())
                .bind(attempt.started_at.0)
                .bind(attempt.asked_at.0)
                .bind(attempt.before.map(|state| state.as_str()))
                .execute(&mut *tx)
                .await?;
        }
        let settings = match &number {
            Some(number) => json!({ ACCOUNT: number.as_str() }),
            None => json!({ SUB_ORGANIZATION: new.sub_organization }),
        };
        self.statements
            .query("UPDATE {integrations} SET {patch:$2, $3}{touched} WHERE id = $1::uuid")
            .bind(row)
            .bind(OF_ACCOUNT.map(str::to_owned).to_vec())
            .bind(settings.to_string())
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, &self.statements, &new.audit).await?;
        let replaced = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id)).await?;
        tx.commit().await?;
        Ok(replaced)
    }
}
