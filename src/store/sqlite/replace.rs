//! Another account for a row that is there.

use crate::{
    connect::ports::{CredentialMode, NewAccount, Session, StoreError},
    domain::{account::AccountNumber, ids::IntegrationId},
    store::settings::{ACCOUNT, API_KEY, EXPIRES_AT, SUB_ORGANIZATION, TOKEN},
};

use super::{SqliteStore, adopt::adopt, audit, history, read, reserve::free_number};

impl SqliteStore {
    pub(super) async fn replace_account_of(
        &self,
        id: IntegrationId,
        new: &NewAccount,
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        let Some(before) = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?.filter(|before| !before.removing)
        else {
            return Ok(None);
        };
        // the old number is in use until it is overwritten here, so the new one is another
        let number = match new.mode {
            CredentialMode::GlobalKey => Some(free_number(&mut tx, before.organization).await?),
            CredentialMode::KeyPerClient => None,
        };
        history::begins(&mut tx, id, new.audit.at).await?;
        sqlx::query(
            "UPDATE sessions SET account_number = $2, state = 'starting', held_state = NULL, held_since = NULL,
                 asked_at = NULL, checked_at = NULL, checked_by = NULL, checked_word = NULL, told_at = NULL, trouble = NULL,
                 trouble_since = NULL, qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL, phone = NULL,
                 adopted = FALSE, webhook_ours_since = NULL, webhook_sent_back = FALSE,
                 revision = revision + 1
             WHERE integration_id = $1",
        )
        .bind(&row)
        .bind(number.as_ref().map(AccountNumber::as_str))
        .execute(&mut *tx)
        .await?;
        if let Some(attempt) = &new.attempt {
            sqlx::query(
                "UPDATE sessions SET made_by = $2, attempt_id = $2, attempt_by = $3, attempt_started_at = $4,
                                     attempt_asked_at = $5, attempt_before = $6
                 WHERE integration_id = $1",
            )
            .bind(&row)
            .bind(attempt.id.to_string())
            .bind(attempt.started_by.to_string())
            .bind(attempt.started_at.0)
            .bind(attempt.asked_at.0)
            .bind(attempt.before.map(|state| state.as_str()))
            .execute(&mut *tx)
            .await?;
        }
        let (named, value) = match &number {
            Some(number) => (ACCOUNT, number.as_str()),
            None => (SUB_ORGANIZATION, new.sub_organization.as_str()),
        };
        // what is no object cannot be patched, and holds nothing that could be lost
        sqlx::query(
            "UPDATE messenger_integrations SET settings = json_set(json_remove(
                 CASE WHEN json_valid(settings) AND json_type(settings) = 'object' THEN settings ELSE '{}' END,
                 '$.' || $2, '$.' || $3, '$.' || $4, '$.' || $5, '$.' || $6), '$.' || $7, $8)
             WHERE id = $1",
        )
        .bind(&row)
        .bind(ACCOUNT)
        .bind(API_KEY)
        .bind(SUB_ORGANIZATION)
        .bind(TOKEN)
        .bind(EXPIRES_AT)
        .bind(named)
        .bind(value)
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, &new.audit).await?;
        let replaced = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?;
        tx.commit().await?;
        Ok(replaced)
    }
}
