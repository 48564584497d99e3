//! Reserving a row before anything is asked of the gateway (lesson 6).

use sqlx::SqliteConnection;

use crate::{
    connect::ports::{CredentialMode, NewSession, Reservation, Reserved, StoreError},
    domain::{account::AccountNumber, ids::IntegrationId, ids::OrganizationId, name::SessionName},
    store::{
        WHATSAPP, WPP,
        record::field,
        reservation,
        sealer::{Place, fingerprint},
        settings::WppSettings,
    },
};

use super::{SqliteStore, adopt::adopt_all, audit, called_off, history, read};

impl SqliteStore {
    /// The write lock is taken before anything is read: of two that reserve at once the second sees the first's row.
    pub(super) async fn reserve_row(&self, new: &NewSession, what: Reservation) -> Result<Reserved, StoreError> {
        let mut tx = self.write().await?;
        if called_off::contains(&mut *tx, new.attempt).await? {
            return Ok(Reserved::CalledOff);
        }
        adopt_all(&mut tx, &self.sealer).await?;
        let records = read::of_organization(new.organization).fetch_all(&mut *tx).await?;
        if let Some(found) = reservation::found(&records, &self.sealer, new, what)? {
            // what was adopted on the way stays so
            tx.commit().await?;
            return Ok(Reserved::Existing(found));
        }
        let id = match reservation::abandoned(&records, &self.sealer, new, what) {
            Some(id) => {
                history::begins(&mut tx, id, new.now).await?;
                revive(&mut tx, id, new).await?;
                id
            }
            None => {
                self.insert(&mut tx, new).await?;
                history::add(&mut tx, new.id, &[reservation::made(new)]).await?;
                new.id
            }
        };
        let session = read::one(&mut *tx, &self.sealer, read::by_id(id))
            .await?
            .ok_or_else(|| StoreError::Refused("a row that was just written is not there".to_owned()))?;
        audit::add(&mut tx, &reservation::connected(new, &session)).await?;
        tx.commit().await?;
        Ok(Reserved::Created(session))
    }

    async fn insert(&self, connection: &mut SqliteConnection, new: &NewSession) -> Result<(), StoreError> {
        let id = new.id.to_string();
        let number = match new.mode {
            CredentialMode::GlobalKey => Some(free_number(connection, new.organization).await?),
            CredentialMode::KeyPerClient => None,
        };
        let names: Vec<String> =
            sqlx::query_scalar("SELECT name FROM messenger_integrations WHERE organization_id = $1")
                .bind(new.organization.to_string())
                .fetch_all(&mut *connection)
                .await?;
        let place = Place { row: &id, field: field::WEBHOOK_KEY };
        let key = self.sealer.seal(place, new.webhook_key.expose()).map_err(|error| place.failed(error))?;
        sqlx::query(
            "INSERT INTO messenger_integrations (id, organization_id, messenger_type, provider, name, is_primary,
                                                 is_enabled, webhook_key, settings, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, FALSE, TRUE, $6, $7, $8, $8)",
        )
        .bind(&id)
        .bind(new.organization.to_string())
        .bind(WHATSAPP)
        .bind(WPP)
        .bind(SessionName::first_free(&names).as_str())
        .bind(key)
        .bind(WppSettings::fresh(new.mode, number.as_ref(), &new.sub_organization))
        .bind(new.now.0)
        .execute(&mut *connection)
        .await?;
        sqlx::query(
            "INSERT INTO sessions (integration_id, account_number, webhook_key_hash, state, made_by,
                                   attempt_id, attempt_by, attempt_started_at, attempt_asked_at)
             VALUES ($1, $2, $3, 'starting', $4, $4, $5, $6, $6)",
        )
        .bind(&id)
        .bind(number.as_ref().map(AccountNumber::as_str))
        .bind(fingerprint(new.webhook_key.expose()))
        .bind(new.attempt.to_string())
        .bind(new.by.to_string())
        .bind(new.now.0)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// The row keeps its account number, key and webhook key; what was known of its last attempt is forgotten.
async fn revive(connection: &mut SqliteConnection, id: IntegrationId, new: &NewSession) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE sessions SET removing = FALSE, state = 'starting', held_state = NULL, held_since = NULL,
             asked_at = NULL, checked_at = NULL, checked_by = NULL, checked_word = NULL, told_at = NULL,
             trouble = NULL, trouble_since = NULL,
             qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL, phone = NULL,
             made_by = $2, attempt_id = $2, attempt_by = $3, attempt_started_at = $4, attempt_asked_at = $4,
             attempt_before = NULL, revision = revision + 1
         WHERE integration_id = $1",
    )
    .bind(id.to_string())
    .bind(new.attempt.to_string())
    .bind(new.by.to_string())
    .bind(new.now.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// Numbers of rows that are being removed are in use until the gateway has let go of them.
pub(super) async fn free_number(
    connection: &mut SqliteConnection,
    organization: OrganizationId,
) -> Result<AccountNumber, StoreError> {
    // '~' sorts after everything an account number may hold, so the range is the prefix, and the index serves it
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT s.account_number, i.organization_id
         FROM sessions AS s JOIN messenger_integrations AS i ON i.id = s.integration_id
         WHERE s.account_number >= $1 AND s.account_number < $1 || '~'",
    )
    .bind(AccountNumber::prefix(organization, 8))
    .fetch_all(connection)
    .await?;
    reservation::allocate(organization, rows)
}
