//! An organization's people and its invitations, verb by verb.

use async_trait::async_trait;
use sqlx::PgConnection;

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

use super::{PostgresStore, audit, statements::Statements, users::insert_user};

/// Invitations and the names of their organizations.
macro_rules! invitations {
    ($chosen:literal) => {
        concat!(
            "SELECT i.id::text, i.organization_id::text, COALESCE(o.name::text, ''), i.email, i.role, i.invited_by::text,
                    i.created_at, i.expires_at
             FROM wpp_panel.invitations AS i JOIN {organizations} AS o ON o.id = i.organization_id ",
            $chosen
        )
    };
}

#[async_trait]
impl StaffStore for PostgresStore {
    async fn colleagues(&self, organization: OrganizationId) -> Result<Vec<Colleague>, StoreError> {
        let mut link = self.link().await?;
        let rows: Vec<ColleagueRow> = self
            .statements
            .rows(
                "SELECT u.id::text, u.email, u.role, u.created_at,
                        (SELECT MAX(COALESCE(s.seen_at, s.created_at)) FROM wpp_panel.sign_ins AS s
                         WHERE s.user_id = u.id)
                 FROM wpp_panel.users AS u
                 WHERE u.organization_id = $1::uuid
                 ORDER BY CASE u.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, u.email",
            )
            .bind(organization.to_string())
            .fetch_all(&mut *link)
            .await?;
        link.done().await?;
        rows.into_iter().map(colleague).collect()
    }

    async fn change_role(&self, change: RoleChange, entry: &AuditEntry) -> Result<StaffChange, StoreError> {
        let RoleChange { organization, user, from, to } = change;
        let mut tx = self.alone(organization).await?;
        let known: Option<(String, String)> = self
            .statements
            .rows("SELECT role, email FROM wpp_panel.users WHERE organization_id = $1::uuid AND id = $2::uuid")
            .bind(organization.to_string())
            .bind(user.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some((_, email)) = known.filter(|(role, _)| role == from.as_str()) else {
            return Ok(StaffChange::Outdated);
        };
        if from == Role::Owner && to != Some(Role::Owner) && self.owners(&mut tx, organization).await? < 2 {
            return Ok(StaffChange::LastOwner);
        }
        self.statements
            .query("DELETE FROM wpp_panel.invitations WHERE invited_by = $1::uuid")
            .bind(user.to_string())
            .execute(&mut *tx)
            .await?;
        if let Some(role) = to {
            self.statements
                .query("UPDATE wpp_panel.users SET role = $2 WHERE id = $1::uuid")
                .bind(user.to_string())
                .bind(role.as_str())
                .execute(&mut *tx)
                .await?;
        } else {
            self.remove(&mut tx, change, email, entry.at).await?;
        }
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(StaffChange::Done)
    }

    async fn keep_invitation(
        &self,
        invitation: &NewInvitation,
        most: u32,
        entry: &AuditEntry,
    ) -> Result<Kept, StoreError> {
        let (organization, email) = (invitation.organization.to_string(), invitation.email.clone());
        let mut tx = self.alone(invitation.organization).await?;
        let is_here: bool = self
            .statements
            .value("SELECT EXISTS (SELECT 1 FROM wpp_panel.users WHERE email = $1 AND organization_id = $2::uuid)")
            .bind(email.clone())
            .bind(organization.clone())
            .fetch_one(&mut *tx)
            .await?;
        if is_here {
            return Ok(Kept::AlreadyHere);
        }
        self.statements
            .query(
                "DELETE FROM wpp_panel.invitations
                 WHERE expires_at <= $1 OR (organization_id = $2::uuid AND email = $3)",
            )
            .bind(invitation.now.0)
            .bind(organization.clone())
            .bind(email.clone())
            .execute(&mut *tx)
            .await?;
        let out: i64 = self
            .statements
            .value("SELECT COUNT(*) FROM wpp_panel.invitations WHERE organization_id = $1::uuid")
            .bind(organization.clone())
            .fetch_one(&mut *tx)
            .await?;
        if out >= i64::from(most) {
            return Ok(Kept::TooMany);
        }
        self.statements
            .query(
                "INSERT INTO wpp_panel.invitations
                     (id, organization_id, email, role, token_hash, invited_by, created_at, expires_at)
                 VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::uuid, $7, $8)",
            )
            .bind(invitation.id.to_string())
            .bind(organization)
            .bind(email)
            .bind(invitation.role.as_str())
            .bind(invitation.token_hash.to_vec())
            .bind(invitation.invited_by.to_string())
            .bind(invitation.now.0)
            .bind(invitation.expires_at.0)
            .execute(&mut *tx)
            .await?;
        audit::add(&mut tx, &self.statements, entry).await?;
        tx.commit().await?;
        Ok(Kept::Done)
    }

    async fn invitations(&self, organization: OrganizationId, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        let sql = invitations!(
            "WHERE i.organization_id = $1::uuid AND i.expires_at > $2 ORDER BY i.created_at DESC, i.email"
        );
        let mut link = self.link().await?;
        let rows: Vec<InvitationRow> =
            self.statements.rows(sql).bind(organization.to_string()).bind(now.0).fetch_all(&mut *link).await?;
        link.done().await?;
        rows.into_iter().map(invitation).collect()
    }

    async fn invitation(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        let mut link = self.link().await?;
        let found = find(&mut link, &self.statements, token_hash, now).await?;
        link.done().await?;
        Ok(found)
    }

    async fn revoke_invitation(
        &self,
        organization: OrganizationId,
        id: InvitationId,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let email: Option<String> = self
            .statements
            .value(
                "DELETE FROM wpp_panel.invitations WHERE organization_id = $1::uuid AND id = $2::uuid RETURNING email",
            )
            .bind(organization.to_string())
            .bind(id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(detail) = email else { return Ok(false) };
        audit::add(&mut tx, &self.statements, &AuditEntry { detail, ..entry.clone() }).await?;
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
        let mut tx = self.begin().await?;
        let Some(invitation) = find(&mut tx, &self.statements, token_hash, entry.at).await? else {
            return Ok(Joined::Unknown);
        };
        let Invitation { id, organization, email, role, .. } = invitation;
        let user = NewUser {
            id: user,
            organization,
            email: email.clone(),
            password_hash: password_hash.to_owned(),
            role,
            now: entry.at,
        };
        if !insert_user(&mut tx, &self.statements, &user).await? {
            return Ok(Joined::EmailTaken);
        }
        let taken = self
            .statements
            .query("DELETE FROM wpp_panel.invitations WHERE id = $1::uuid")
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
        // somebody else may have come with it, or called it back, in between
        if taken.rows_affected() == 0 {
            return Ok(Joined::Unknown);
        }
        audit::add(&mut tx, &self.statements, &AuditEntry { organization, detail: email, ..entry.clone() }).await?;
        tx.commit().await?;
        Ok(Joined::Done)
    }
}

impl PostgresStore {
    /// What a sign-in hangs on is no key of another table here: somebody of the CRM has none.
    async fn remove(
        &self,
        tx: &mut PgConnection,
        change: RoleChange,
        email: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.statements
            .query(
                "INSERT INTO wpp_panel.former_users (id, organization_id, email, removed_at)
                 VALUES ($1::uuid, $2::uuid, $3, $4)",
            )
            .bind(change.user.to_string())
            .bind(change.organization.to_string())
            .bind(email)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        for statement in [
            "DELETE FROM wpp_panel.sign_ins WHERE user_id = $1::uuid",
            "DELETE FROM wpp_panel.looks WHERE user_id = $1::uuid",
            "DELETE FROM wpp_panel.users WHERE id = $1::uuid",
        ] {
            self.statements.query(statement).bind(change.user.to_string()).execute(&mut *tx).await?;
        }
        Ok(())
    }

    async fn owners(&self, connection: &mut PgConnection, organization: OrganizationId) -> Result<i64, StoreError> {
        Ok(self
            .statements
            .value("SELECT COUNT(*) FROM wpp_panel.users WHERE organization_id = $1::uuid AND role = 'owner'")
            .bind(organization.to_string())
            .fetch_one(connection)
            .await?)
    }
}

async fn find(
    connection: &mut PgConnection,
    statements: &Statements,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<InvitationRow> = statements
        .rows(invitations!("WHERE i.token_hash = $1 AND i.expires_at > $2"))
        .bind(token_hash.to_vec())
        .bind(now.0)
        .fetch_optional(connection)
        .await?;
    row.map(invitation).transpose()
}
