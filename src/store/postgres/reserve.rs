//! Reserving a row before anything is asked of the gateway (lesson 6).

use sqlx::PgConnection;

use crate::{
    connect::ports::{CredentialMode, NewSession, Reservation, Reserved, StoreError},
    domain::{account::AccountNumber, ids::IntegrationId, name::SessionName},
    store::{WHATSAPP, WPP, record::field, reservation, sealer::fingerprint, settings::WppSettings},
};

use super::{PostgresStore, audit, called_off, history, numbers::free_number, read};

impl PostgresStore {
    /// Alone in the organization before anything is read: of two that reserve at once the second sees the first's row.
    pub(super) async fn reserve_row(&self, new: &NewSession, what: Reservation) -> Result<Reserved, StoreError> {
        let mut tx = self.alone(new.organization).await?;
        if called_off::contains(&mut tx, &self.statements, new.attempt).await? {
            return Ok(Reserved::CalledOff);
        }
        self.adopt_in(&mut tx, new.organization).await?;
        let records = read::of_organization(&self.statements, new.organization).fetch_all(&mut *tx).await?;
        if let Some(found) = reservation::found(&records, &self.sealer, new, what)? {
            // what was adopted on the way stays so
            tx.commit().await?;
            return Ok(Reserved::Existing(found));
        }
        let id = match reservation::abandoned(&records, &self.sealer, new, what) {
            Some(id) => {
                history::begins(&mut tx, &self.statements, id, new.now).await?;
                self.revive(&mut tx, id, new).await?;
                id
            }
            None => {
                self.insert(&mut tx, new).await?;
                history::add(&mut tx, &self.statements, new.id, &[reservation::made(new)]).await?;
                new.id
            }
        };
        let session = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id))
            .await?
            .ok_or_else(|| StoreError::Refused("a row that was just written is not there".to_owned()))?;
        audit::add(&mut tx, &self.statements, &reservation::connected(new, &session)).await?;
        tx.commit().await?;
        Ok(Reserved::Created(session))
    }

    async fn insert(&self, connection: &mut PgConnection, new: &NewSession) -> Result<(), StoreError> {
        let id = new.id.to_string();
        let shape = self.statements.shape();
        let number = match new.mode {
            CredentialMode::GlobalKey => Some(free_number(connection, &self.statements, new.organization).await?),
            CredentialMode::KeyPerClient => None,
        };
        let names: Vec<String> = self
            .statements
            .value("SELECT {name} FROM {integrations} AS i WHERE i.organization_id = $1::uuid")
            .bind(new.organization.to_string())
            .fetch_all(&mut *connection)
            .await?;
        let key = new.webhook_key.expose();
        let stands: Option<String> = self
            .statements
            .value("{insert}")
            .bind(id.clone())
            .bind(new.organization.to_string())
            .bind(WHATSAPP)
            .bind(WPP)
            .bind(SessionName::first_free(&names).as_str().to_owned())
            .bind(false)
            .bind(true)
            .bind(self.shared_secret(&id, field::WEBHOOK_KEY, key)?)
            .bind(WppSettings::fresh(new.mode, number.as_ref(), &new.sub_organization))
            .bind(new.now.0)
            .fetch_one(&mut *connection)
            .await?;
        // where the CRM's table makes the keys, its key is the one that the CRM knows
        let made_there = stands.filter(|_| shape.makes_webhook_keys());
        let kept_here = match &made_there {
            None if !shape.takes_webhook_key() => Some(self.own_secret(&id, field::WEBHOOK_KEY, key)?),
            _ => None,
        };
        self.statements
            .query(
                "INSERT INTO wpp_panel.sessions (integration_id, account_number, webhook_key, webhook_key_hash, state,
                                                 made_by, attempt_id, attempt_by, attempt_started_at, attempt_asked_at)
                 VALUES ($1::uuid, $2, $3, $4, 'starting', $5::uuid, $5::uuid, $6::uuid, $7, $7)",
            )
            .bind(id)
            .bind(number.as_ref().map(|number: &AccountNumber| number.as_str().to_owned()))
            .bind(kept_here)
            .bind(fingerprint(made_there.as_deref().unwrap_or(key)))
            .bind(new.attempt.to_string())
            .bind(new.by.to_string())
            .bind(new.now.0)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// The row keeps its account number, key and webhook key; what was known of its last attempt is forgotten.
    async fn revive(
        &self,
        connection: &mut PgConnection,
        id: IntegrationId,
        new: &NewSession,
    ) -> Result<(), StoreError> {
        self.statements
            .query(
                "UPDATE wpp_panel.sessions SET removing = FALSE, state = 'starting', held_state = NULL,
                     held_since = NULL, asked_at = NULL, checked_at = NULL, checked_by = NULL, checked_word = NULL,
                     told_at = NULL, trouble = NULL, trouble_since = NULL, qr_sealed = NULL, qr_ordinal = NULL, qr_expires_at = NULL,
                     phone = NULL, made_by = $2::uuid, attempt_id = $2::uuid, attempt_by = $3::uuid,
                     attempt_started_at = $4, attempt_asked_at = $4, attempt_before = NULL, revision = revision + 1
                 WHERE integration_id = $1::uuid",
            )
            .bind(id.to_string())
            .bind(new.attempt.to_string())
            .bind(new.by.to_string())
            .bind(new.now.0)
            .execute(connection)
            .await?;
        Ok(())
    }
}
