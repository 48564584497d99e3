//! An organization's people and its invitations, verb by verb.

use async_trait::async_trait;
use sqlx::{SqliteConnection, SqliteExecutor};

use crate::{
    connect::ports::{
        AuditEntry, Joined, Kept, NewInvitation, NewUser, RoleChange, StaffChange, StaffStore, StoreError,
    },
    domain::{
        actor::Role,
        ids::{InvitationId, OrganizationId, UserId},
        staff::{Colleague, Invitation},
        time::Timestamp,
    },
    store::staff_record::{ColleagueRow, InvitationRow, colleague, invitation},
};

use super::{SqliteStore, audit, users::insert_user};

/// Invitations and the names of their organizations.
macro_rules! invitations {
    ($chosen:literal) => {
        concat!(
            "SELECT i.id, i.organization_id, o.name, i.email, i.role, i.invited_by, i.created_at, i.expires_at
             FROM invitations AS i JOIN organizations AS o ON o.id = i.organization_id ",
            $chosen
        )
    };
}

#[async_trait]
impl StaffStore for SqliteStore {
    async fn colleagues(&self, organization: OrganizationId) -> Result<Vec<Colleague>, StoreError> {
        let rows: Vec<ColleagueRow> = sqlx::query_as(
            "SELECT u.id, u.email, r.role, u.created_at,
                    (SELECT MAX(COALESCE(s.seen_at, s.created_at)) FROM sign_ins AS s WHERE s.user_id = u.id)
             FROM profiles AS p JOIN users AS u ON u.id = p.id JOIN user_roles AS r ON r.user_id = u.id
             WHERE p.organization_id = $1
             ORDER BY CASE r.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, u.email",
        )
        .bind(organization.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(colleague).collect()
    }

    async fn change_role(&self, change: RoleChange, entry: &AuditEntry) -> Result<StaffChange, StoreError> {
        let RoleChange { organization, user, from, to } = change;
        let mut tx = self.write().await?;
        let known: Option<(String, String)> = sqlx::query_as(
            "SELECT r.role, u.email FROM profiles AS p JOIN users AS u ON u.id = p.id
             JOIN user_roles AS r ON r.user_id = u.id WHERE p.organization_id = $1 AND p.id = $2",
        )
        .bind(organization.to_string())
        .bind(user.to_string())
        .fetch_optional(&mut *tx)
        .await?;
        let Some((_, email)) = known.filter(|(role, _)| role == from.as_str()) else {
            return Ok(StaffChange::Outdated);
        };
        if from == Role::Owner && to != Some(Role::Owner) && owners(&mut tx, organization).await? < 2 {
            return Ok(StaffChange::LastOwner);
        }
        sqlx::query("DELETE FROM invitations WHERE invited_by = $1").bind(user.to_string()).execute(&mut *tx).await?;
        if let Some(role) = to {
            sqlx::query("UPDATE user_roles SET role = $2 WHERE user_id = $1")
                .bind(user.to_string())
                .bind(role.as_str())
                .execute(&mut *tx)
                .await?;
        } else {
            sqlx::query("INSERT INTO former_users (id, organization_id, email, removed_at) VALUES ($1, $2, $3, $4)")
                .bind(user.to_string())
                .bind(organization.to_string())
                .bind(email)
                .bind(entry.at.0)
                .execute(&mut *tx)
                .await?;
            sqlx::query("DELETE FROM looks WHERE user_id = $1").bind(user.to_string()).execute(&mut *tx).await?;
            // profile, role, sign-ins and links go with it
            sqlx::query("DELETE FROM users WHERE id = $1").bind(user.to_string()).execute(&mut *tx).await?;
        }
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(StaffChange::Done)
    }

    async fn keep_invitation(
        &self,
        invitation: &NewInvitation,
        most: u32,
        entry: &AuditEntry,
    ) -> Result<Kept, StoreError> {
        let (organization, email) = (invitation.organization.to_string(), &invitation.email);
        let mut tx = self.write().await?;
        let is_here: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM users AS u JOIN profiles AS p ON p.id = u.id
             WHERE u.email = $1 AND p.organization_id = $2)",
        )
        .bind(email)
        .bind(&organization)
        .fetch_one(&mut *tx)
        .await?;
        if is_here {
            return Ok(Kept::AlreadyHere);
        }
        sqlx::query("DELETE FROM invitations WHERE expires_at <= $1 OR (organization_id = $2 AND email = $3)")
            .bind(invitation.now.0)
            .bind(&organization)
            .bind(email)
            .execute(&mut *tx)
            .await?;
        let out: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM invitations WHERE organization_id = $1")
            .bind(&organization)
            .fetch_one(&mut *tx)
            .await?;
        if out >= i64::from(most) {
            return Ok(Kept::TooMany);
        }
        sqlx::query(
            "INSERT INTO invitations (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(invitation.id.to_string())
        .bind(&organization)
        .bind(email)
        .bind(invitation.role.as_str())
        .bind(invitation.token_hash.as_slice())
        .bind(invitation.invited_by.to_string())
        .bind(invitation.now.0)
        .bind(invitation.expires_at.0)
        .execute(&mut *tx)
        .await?;
        audit::add(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Kept::Done)
    }

    async fn invitations(&self, organization: OrganizationId, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        let sql =
            invitations!("WHERE i.organization_id = $1 AND i.expires_at > $2 ORDER BY i.created_at DESC, i.email");
        let rows: Vec<InvitationRow> =
            sqlx::query_as(sql).bind(organization.to_string()).bind(now.0).fetch_all(&self.reader).await?;
        rows.into_iter().map(invitation).collect()
    }

    async fn invitation(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        find(&self.reader, token_hash, now).await
    }

    async fn revoke_invitation(
        &self,
        organization: OrganizationId,
        id: InvitationId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let email: Option<String> =
            sqlx::query_scalar("DELETE FROM invitations WHERE organization_id = $1 AND id = $2 RETURNING email")
                .bind(organization.to_string())
                .bind(id.to_string())
                .fetch_optional(&mut *tx)
                .await?;
        let Some(detail) = email else { return Ok(false) };
        audit::add(&mut tx, &AuditEntry { detail, ..entry.clone() }).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn join(
        &self,
        token_hash: [u8; 32],
        user: UserId,
        password_hash: &str,
        entry: &AuditEntry,
    ) -> Result<Joined, StoreError> {
        let mut tx = self.write().await?;
        let Some(invitation) = find(&mut *tx, token_hash, entry.at).await? else { return Ok(Joined::Unknown) };
        let Invitation { id, organization, email, role, .. } = invitation;
        let user = NewUser {
            id: user,
            organization,
            email: email.clone(),
            password_hash: password_hash.to_owned(),
            role,
            now: entry.at,
        };
        if !insert_user(&mut tx, &user).await? {
            return Ok(Joined::EmailTaken);
        }
        sqlx::query("DELETE FROM invitations WHERE id = $1").bind(id.to_string()).execute(&mut *tx).await?;
        audit::add(&mut tx, &AuditEntry { organization, detail: email, ..entry.clone() }).await?;
        tx.commit().await?;
        Ok(Joined::Done)
    }
}

async fn find(
    executor: impl SqliteExecutor<'_>,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<InvitationRow> = sqlx::query_as(invitations!("WHERE i.token_hash = $1 AND i.expires_at > $2"))
        .bind(token_hash.as_slice())
        .bind(now.0)
        .fetch_optional(executor)
        .await?;
    row.map(invitation).transpose()
}

async fn owners(connection: &mut SqliteConnection, organization: OrganizationId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM profiles AS p JOIN user_roles AS r ON r.user_id = p.id
         WHERE p.organization_id = $1 AND r.role = 'owner'",
    )
    .bind(organization.to_string())
    .fetch_one(connection)
    .await?)
}
