//! Links for the person with the phone, verb by verb.

use async_trait::async_trait;
use sqlx::SqliteExecutor;

use crate::{
    connect::ports::{AuditEntry, GuestNews, GuestStore, NewGuestLink, StoreError},
    domain::{
        guest::GuestLink,
        ids::{GuestLinkId, OrganizationId},
        time::Timestamp,
    },
    store::guest_record::{GuestRow, KEPT, link},
};

use super::{SqliteStore, audit};

/// Links and the names of their organizations.
macro_rules! links {
    ($chosen:literal) => {
        concat!(
            "SELECT g.id, g.organization_id, o.name, g.made_by, g.created_at, g.expires_at, g.session_id, g.attempt,
                    g.tried_at, g.failed_at, g.taken_at, g.revoked_at, g.connected_at
             FROM guest_links AS g JOIN organizations AS o ON o.id = g.organization_id ",
            $chosen
        )
    };
}

#[async_trait]
impl GuestStore for SqliteStore {
    async fn keep_guest_link(&self, new: &NewGuestLink, most: u32, entry: &AuditEntry) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM guest_links WHERE expires_at < $1").bind(new.now.0 - KEPT).execute(&mut *tx).await?;
        let open: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM guest_links
             WHERE organization_id = $1 AND expires_at > $2 AND revoked_at IS NULL AND connected_at IS NULL",
        )
        .bind(new.organization.to_string())
        .bind(new.now.0)
        .fetch_one(&mut *tx)
        .await?;
        if open >= i64::from(most) {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO guest_links (id, organization_id, token_hash, made_by, created_at, expires_at, session_id, attempt)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(new.id.to_string())
        .bind(new.organization.to_string())
        .bind(new.token_hash.as_slice())
        .bind(new.made_by.to_string())
        .bind(new.now.0)
        .bind(new.expires_at.0)
        .bind(new.session.map(|id| id.to_string()))
        .bind(new.attempt.to_string())
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn guest_links(&self, organization: OrganizationId, since: Timestamp) -> Result<Vec<GuestLink>, StoreError> {
        let sql =
            links!("WHERE g.organization_id = $1 AND g.expires_at > $2 ORDER BY g.created_at DESC, g.id LIMIT 100");
        let rows: Vec<GuestRow> =
            sqlx::query_as(sql).bind(organization.to_string()).bind(since.0).fetch_all(&self.reader).await?;
        rows.into_iter().map(link).collect()
    }

    async fn take_guest_link(
        &self,
        token_hash: [u8; 32],
        browser_hash: [u8; 32],
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError> {
        let mut tx = self.write().await?;
        let taken = sqlx::query(
            "UPDATE guest_links SET browser_hash = $2, taken_at = $3
             WHERE token_hash = $1 AND taken_at IS NULL AND revoked_at IS NULL AND expires_at > $3",
        )
        .bind(token_hash.as_slice())
        .bind(browser_hash.as_slice())
        .bind(entry.at.0)
        .execute(&mut *tx)
        .await?;
        if taken.rows_affected() == 0 {
            return Ok(None);
        }
        let Some(taken) = bound(&mut *tx, browser_hash).await? else { return Ok(None) };
        audit::add(&mut tx, &AuditEntry { organization: taken.organization, ..entry.clone() }).await?;
        tx.commit().await?;
        Ok(Some(taken))
    }

    async fn guest(&self, browser_hash: [u8; 32]) -> Result<Option<GuestLink>, StoreError> {
        bound(&self.reader, browser_hash).await
    }

    async fn note_guest(&self, id: GuestLinkId, news: GuestNews) -> Result<bool, StoreError> {
        let noted = match news {
            GuestNews::Tries(attempt, at) => {
                sqlx::query("UPDATE guest_links SET attempt = $2, tried_at = $3, failed_at = NULL WHERE id = $1")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(at.0)
            }
            GuestNews::Failed(attempt, at) => {
                sqlx::query("UPDATE guest_links SET failed_at = $3 WHERE id = $1 AND attempt = $2")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(at.0)
            }
            GuestNews::Session(attempt, session) => {
                sqlx::query("UPDATE guest_links SET session_id = $3 WHERE id = $1 AND attempt = $2")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(session.to_string())
            }
        };
        Ok(noted.execute(&self.writer).await?.rows_affected() > 0)
    }

    async fn guest_connected(&self, id: GuestLinkId, entry: &AuditEntry) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let noted = sqlx::query("UPDATE guest_links SET connected_at = $2 WHERE id = $1 AND connected_at IS NULL")
            .bind(id.to_string())
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        if noted.rows_affected() == 0 {
            return Ok(false);
        }
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn revoke_guest_link(
        &self,
        organization: OrganizationId,
        id: GuestLinkId,
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError> {
        let mut tx = self.write().await?;
        let row: Option<GuestRow> = sqlx::query_as(links!("WHERE g.organization_id = $1 AND g.id = $2"))
            .bind(organization.to_string())
            .bind(id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(found) = row.map(link).transpose()?.filter(|found| found.is_open(entry.at)) else { return Ok(None) };
        sqlx::query("UPDATE guest_links SET revoked_at = $2 WHERE id = $1")
            .bind(id.to_string())
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Some(found))
    }
}

async fn bound(executor: impl SqliteExecutor<'_>, browser_hash: [u8; 32]) -> Result<Option<GuestLink>, StoreError> {
    let row: Option<GuestRow> = sqlx::query_as(links!("WHERE g.browser_hash = $1"))
        .bind(browser_hash.as_slice())
        .fetch_optional(executor)
        .await?;
    row.map(link).transpose()
}
