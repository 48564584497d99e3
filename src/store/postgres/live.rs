//! Saving what the gateway has told, and attempts.

use crate::{
    connect::ports::{Attempt, Begun, Live, Session, StateChange, StoreError},
    domain::{ids::IntegrationId, time::Timestamp},
    store::record::{field, source_word},
};

use super::{PostgresStore, called_off, history, promote, read, text::storable};

impl PostgresStore {
    pub(super) async fn save(
        &self,
        id: IntegrationId,
        revision: i64,
        live: &Live,
        changes: &[StateChange],
    ) -> Result<Option<Session>, StoreError> {
        let row = id.to_string();
        let qr = match &live.qr {
            Some(qr) => Some(self.own_secret(&row, field::QR, qr.payload.as_str())?),
            None => None,
        };
        let Some((mut tx, _)) = self.alone_with(id).await? else { return Ok(None) };
        let (held, trouble, attempt) = (live.lifecycle.held, live.evidence.trouble, live.attempt.as_ref());
        // a touch does not change the revision, so the time it left must not be turned back here
        let first_time: Option<bool> = self
            .statements
            .value(
                "WITH before AS (SELECT integration_id, first_connected_at FROM wpp_panel.sessions
                                 WHERE integration_id = $1::uuid AND revision = $2)
                 UPDATE wpp_panel.sessions AS s SET
                     state = $3, held_state = $4, held_since = $5,
                     checked_at = $6, checked_by = $7, checked_word = $8, trouble = $9, trouble_since = $10,
                     qr_sealed = $11, qr_ordinal = $12, qr_expires_at = $13, phone = $14,
                     first_connected_at = COALESCE(s.first_connected_at, $15),
                     attempt_asked_at = CASE WHEN s.attempt_id = $16::uuid AND s.attempt_asked_at > $19
                                             THEN s.attempt_asked_at ELSE $19 END,
                     attempt_id = $16::uuid, attempt_by = $17::uuid, attempt_started_at = $18, attempt_before = $20,
                     asked_at = $21, told_at = $22, revision = s.revision + 1
                 FROM before WHERE s.integration_id = before.integration_id
                 RETURNING before.first_connected_at IS NULL AND s.first_connected_at IS NOT NULL",
            )
            .bind(row)
            .bind(revision)
            .bind(live.lifecycle.state.as_str())
            .bind(held.map(|(state, _)| state.as_str()))
            .bind(held.map(|(_, since)| since.0))
            .bind(live.evidence.checked_at.map(|at| at.0))
            .bind(live.evidence.source.map(source_word))
            .bind(live.evidence.word.as_deref().map(storable))
            .bind(trouble.map(|(trouble, _)| trouble.as_str()))
            .bind(trouble.map(|(_, since)| since.0))
            .bind(qr)
            .bind(live.qr.as_ref().map(|qr| i64::from(qr.ordinal)))
            .bind(live.qr.as_ref().map(|qr| qr.expires_at.0))
            .bind(live.phone.as_ref().map(|phone| phone.digits().to_owned()))
            .bind(live.first_connected_at.map(|at| at.0))
            .bind(attempt.map(|attempt| attempt.id.to_string()))
            .bind(attempt.map(|attempt| attempt.started_by.to_string()))
            .bind(attempt.map(|attempt| attempt.started_at.0))
            .bind(attempt.map(|attempt| attempt.asked_at.0))
            .bind(attempt.and_then(|attempt| attempt.before).map(|state| state.as_str()))
            .bind(live.evidence.asked_at.map(|at| at.0))
            .bind(live.evidence.told_at.map(|at| at.0))
            .fetch_optional(&mut *tx)
            .await?;
        let Some(first_time) = first_time else { return Ok(None) };
        history::add(&mut tx, &self.statements, id, changes).await?;
        if first_time {
            promote::if_none(&mut tx, &self.statements, id).await?;
        }
        let saved = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id)).await?;
        tx.commit().await?;
        Ok(saved)
    }

    pub(super) async fn open_attempt(&self, id: IntegrationId, attempt: &Attempt) -> Result<Begun, StoreError> {
        let Some((mut tx, _)) = self.alone_with(id).await? else { return Ok(Begun::Gone) };
        if called_off::contains(&mut tx, &self.statements, attempt.id).await? {
            return Ok(Begun::CalledOff);
        }
        self.statements
            .query(
                "UPDATE wpp_panel.sessions
                 SET attempt_id = $2::uuid, attempt_by = $3::uuid, attempt_started_at = $4, attempt_asked_at = $5,
                     attempt_before = $6, revision = revision + 1
                 WHERE integration_id = $1::uuid AND attempt_id IS NULL AND NOT removing",
            )
            .bind(id.to_string())
            .bind(attempt.id.to_string())
            .bind(attempt.started_by.to_string())
            .bind(attempt.started_at.0)
            .bind(attempt.asked_at.0)
            .bind(attempt.before.map(|state| state.as_str()))
            .execute(&mut *tx)
            .await?;
        let opened = read::one(&mut tx, &self.sealer, read::by_id(&self.statements, id)).await?;
        tx.commit().await?;
        Ok(opened.filter(|session| !session.removing).map_or(Begun::Gone, |session| Begun::Open(Box::new(session))))
    }

    pub(super) async fn touch(&self, id: IntegrationId, now: Timestamp) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query(
                "UPDATE wpp_panel.sessions SET attempt_asked_at = $2
                 WHERE integration_id = $1::uuid AND attempt_asked_at < $2",
            )
            .bind(id.to_string())
            .bind(now.0)
            .execute(&mut *link)
            .await?;
        link.done().await
    }
}
