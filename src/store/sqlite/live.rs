//! Saving what the gateway has told, and attempts.

use crate::{
    connect::ports::{Attempt, Begun, Live, Session, StateChange, StoreError},
    domain::{ids::IntegrationId, time::Timestamp},
    store::{
        record::{field, source_word},
        sealer::Place,
    },
};

use super::{SqliteStore, adopt::adopt, called_off, history, promote, read};

impl SqliteStore {
    pub(super) async fn save(
        &self,
        id: IntegrationId,
        revision: i64,
        live: &Live,
        changes: &[StateChange],
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let place = Place { row: &row, field: field::QR };
        let qr = match &live.qr {
            Some(qr) => Some(self.sealer.seal(place, qr.payload.as_str()).map_err(|error| place.failed(error))?),
            None => None,
        };
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        let before: Option<Option<i64>> =
            sqlx::query_scalar("SELECT first_connected_at FROM sessions WHERE integration_id = $1 AND revision = $2")
                .bind(&row)
                .bind(revision)
                .fetch_optional(&mut *tx)
                .await?;
        let Some(connected_before) = before else { return Ok(None) };
        let (held, trouble, attempt) = (live.lifecycle.held, live.evidence.trouble, live.attempt.as_ref());
        // a touch does not change the revision, so the time it left must not be turned back here
        sqlx::query(
            "UPDATE sessions SET
                 state = $2, held_state = $3, held_since = $4,
                 checked_at = $5, checked_by = $6, checked_word = $7, trouble = $8, trouble_since = $9,
                 qr_sealed = $10, qr_ordinal = $11, qr_expires_at = $12, phone = $13,
                 first_connected_at = COALESCE(first_connected_at, $14),
                 attempt_asked_at = CASE WHEN attempt_id = $15 AND attempt_asked_at > $18 THEN attempt_asked_at ELSE $18 END,
                 attempt_id = $15, attempt_by = $16, attempt_started_at = $17, attempt_before = $19, asked_at = $20, told_at = $21,
                 revision = revision + 1
             WHERE integration_id = $1",
        )
        .bind(&row)
        .bind(live.lifecycle.state.as_str())
        .bind(held.map(|(state, _)| state.as_str()))
        .bind(held.map(|(_, since)| since.0))
        .bind(live.evidence.checked_at.map(|at| at.0))
        .bind(live.evidence.source.map(source_word))
        .bind(live.evidence.word.as_deref())
        .bind(trouble.map(|(trouble, _)| trouble.as_str()))
        .bind(trouble.map(|(_, since)| since.0))
        .bind(qr)
        .bind(live.qr.as_ref().map(|qr| i64::from(qr.ordinal)))
        .bind(live.qr.as_ref().map(|qr| qr.expires_at.0))
        .bind(live.phone.as_ref().map(|phone| phone.digits()))
        .bind(live.first_connected_at.map(|at| at.0))
        .bind(attempt.map(|attempt| attempt.id.to_string()))
        .bind(attempt.map(|attempt| attempt.started_by.to_string()))
        .bind(attempt.map(|attempt| attempt.started_at.0))
        .bind(attempt.map(|attempt| attempt.asked_at.0))
        .bind(attempt.and_then(|attempt| attempt.before).map(|state| state.as_str()))
        .bind(live.evidence.asked_at.map(|at| at.0))
        .bind(live.evidence.told_at.map(|at| at.0))
        .execute(&mut *tx)
        .await?;
        history::add(&mut tx, id, changes).await?;
        if connected_before.is_none() && live.first_connected_at.is_some() {
            promote::if_none(&mut tx, id).await?;
        }
        let saved = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?;
        tx.commit().await?;
        Ok(saved)
    }

    pub(super) async fn open_attempt(&self, id: IntegrationId, attempt: &Attempt) -> Result<Begun, StoreError> {
        let mut tx = self.write().await?;
        adopt(&mut tx, &self.sealer, id).await?;
        if called_off::contains(&mut *tx, attempt.id).await? {
            return Ok(Begun::CalledOff);
        }
        sqlx::query(
            "UPDATE sessions SET attempt_id = $2, attempt_by = $3, attempt_started_at = $4, attempt_asked_at = $5,
                                 attempt_before = $6, revision = revision + 1
             WHERE integration_id = $1 AND attempt_id IS NULL AND NOT removing",
        )
        .bind(id.to_string())
        .bind(attempt.id.to_string())
        .bind(attempt.started_by.to_string())
        .bind(attempt.started_at.0)
        .bind(attempt.asked_at.0)
        .bind(attempt.before.map(|state| state.as_str()))
        .execute(&mut *tx)
        .await?;
        let opened = read::one(&mut *tx, &self.sealer, read::by_id(id)).await?;
        tx.commit().await?;
        Ok(opened.filter(|session| !session.removing).map_or(Begun::Gone, |session| Begun::Open(Box::new(session))))
    }

    pub(super) async fn touch(&self, id: IntegrationId, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET attempt_asked_at = $2 WHERE integration_id = $1 AND attempt_asked_at < $2")
            .bind(id.to_string())
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
