//! Links for the person with the phone, verb by verb.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::{
    connect::ports::{AuditEntry, GuestNews, GuestStore, NewGuestLink, StoreError},
    domain::{
        guest::GuestLink,
        ids::{GuestLinkId, OrganizationId},
        time::Timestamp,
    },
    store::guest_record::{GuestRow, KEPT, link},
};

use super::{PostgresStore, audit, statements::Statements};

/// Links and the names of their organizations.
macro_rules! links {
    ($chosen:literal) => {
        concat!(
            "SELECT g.id::text AS id, g.organization_id::text AS organization_id, COALESCE(o.name::text, '') AS name,
                    g.made_by::text AS made_by, g.created_at, g.expires_at, g.session_id::text AS session_id,
                    g.attempt::text AS attempt, g.tried_at, g.failed_at, g.taken_at, g.revoked_at, g.connected_at
             FROM wpp_panel.guest_links AS g JOIN {organizations} AS o ON o.id = g.organization_id ",
            $chosen
        )
    };
}

#[async_trait]
impl GuestStore for PostgresStore {
    async fn keep_guest_link(&self, new: &NewGuestLink, most: u32, entry: &AuditEntry) -> Result<bool, StoreError> {
        let mut tx = self.alone(new.organization).await?;
        self.statements
            .query("DELETE FROM wpp_panel.guest_links WHERE expires_at < $1")
            .bind(new.now.0 - KEPT)
            .execute(&mut *tx)
            .await?;
        let open: i64 = self
            .statements
            .value(
                "SELECT COUNT(*) FROM wpp_panel.guest_links
                 WHERE organization_id = $1::uuid AND expires_at > $2 AND revoked_at IS NULL AND connected_at IS NULL",
            )
            .bind(new.organization.to_string())
            .bind(new.now.0)
            .fetch_one(&mut *tx)
            .await?;
        if open >= i64::from(most) {
            return Ok(false);
        }
        self.statements
            .query(
                "INSERT INTO wpp_panel.guest_links
                     (id, organization_id, token_hash, made_by, created_at, expires_at, session_id, attempt)
                 VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5, $6, $7::uuid, $8::uuid)",
            )
            .bind(new.id.to_string())
            .bind(new.organization.to_string())
            .bind(new.token_hash.to_vec())
            .bind(new.made_by.to_string())
            .bind(new.now.0)
            .bind(new.expires_at.0)
            .bind(new.session.map(|id| id.to_string()))
            .bind(new.attempt.to_string())
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn guest_links(&self, organization: OrganizationId, since: Timestamp) -> Result<Vec<GuestLink>, StoreError> {
        let sql = links!(
            "WHERE g.organization_id = $1::uuid AND g.expires_at > $2 ORDER BY g.created_at DESC, g.id LIMIT 100"
        );
        let mut line = self.link().await?;
        let rows: Vec<GuestRow> =
            self.statements.rows(sql).bind(organization.to_string()).bind(since.0).fetch_all(&mut *line).await?;
        line.done().await?;
        rows.into_iter().map(link).collect()
    }

    async fn take_guest_link(
        &self,
        token_hash: [u8; 32],
        browser_hash: [u8; 32],
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError> {
        let mut tx = self.begin().await?;
        let taken = self
            .statements
            .query(
                "UPDATE wpp_panel.guest_links SET browser_hash = $2, taken_at = $3
             WHERE token_hash = $1 AND taken_at IS NULL AND revoked_at IS NULL AND expires_at > $3",
            )
            .bind(token_hash.to_vec())
            .bind(browser_hash.to_vec())
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        if taken.rows_affected() == 0 {
            return Ok(None);
        }
        let Some(taken) = bound(&mut tx, &self.statements, browser_hash).await? else { return Ok(None) };
        audit::add(&mut tx, &self.statements, &AuditEntry { organization: taken.organization, ..entry.clone() })
            .await?;
        tx.commit().await?;
        Ok(Some(taken))
    }

    async fn guest(&self, browser_hash: [u8; 32]) -> Result<Option<GuestLink>, StoreError> {
        let mut line = self.link().await?;
        let found = bound(&mut line, &self.statements, browser_hash).await?;
        line.done().await?;
        Ok(found)
    }

    async fn note_guest(&self, id: GuestLinkId, news: GuestNews) -> Result<bool, StoreError> {
        let mut line = self.link().await?;
        let noted = match news {
            GuestNews::Tries(attempt, at) => {
                self.statements.query("UPDATE wpp_panel.guest_links SET attempt = $2::uuid, tried_at = $3, failed_at = NULL WHERE id = $1::uuid")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(at.0)
            }
            GuestNews::Failed(attempt, at) => {
                self.statements.query("UPDATE wpp_panel.guest_links SET failed_at = $3 WHERE id = $1::uuid AND attempt = $2::uuid")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(at.0)
            }
            GuestNews::Session(attempt, session) => {
                self.statements.query("UPDATE wpp_panel.guest_links SET session_id = $3::uuid WHERE id = $1::uuid AND attempt = $2::uuid")
                    .bind(id.to_string())
                    .bind(attempt.to_string())
                    .bind(session.to_string())
            }
        };
        let noted = noted.execute(&mut *line).await?.rows_affected();
        line.done().await?;
        Ok(noted > 0)
    }

    async fn guest_connected(&self, id: GuestLinkId, entry: &AuditEntry) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let noted = self
            .statements
            .query("UPDATE wpp_panel.guest_links SET connected_at = $2 WHERE id = $1::uuid AND connected_at IS NULL")
            .bind(id.to_string())
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        if noted.rows_affected() == 0 {
            return Ok(false);
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn revoke_guest_link(
        &self,
        organization: OrganizationId,
        id: GuestLinkId,
        entry: &AuditEntry,
    ) -> Result<Option<GuestLink>, StoreError> {
        let mut tx = self.alone(organization).await?;
        let row: Option<GuestRow> = self
            .statements
            .rows(links!("WHERE g.organization_id = $1::uuid AND g.id = $2::uuid"))
            .bind(organization.to_string())
            .bind(id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(found) = row.map(link).transpose()?.filter(|found| found.is_open(entry.at)) else { return Ok(None) };
        self.statements
            .query("UPDATE wpp_panel.guest_links SET revoked_at = $2 WHERE id = $1::uuid")
            .bind(id.to_string())
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(Some(found))
    }
}

async fn bound(
    connection: &mut PgConnection,
    statements: &Statements,
    browser_hash: [u8; 32],
) -> Result<Option<GuestLink>, StoreError> {
    let row: Option<GuestRow> = statements
        .rows(links!("WHERE g.browser_hash = $1"))
        .bind(browser_hash.to_vec())
        .fetch_optional(connection)
        .await?;
    row.map(link).transpose()
}
