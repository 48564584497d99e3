//! The port of people, verb by verb.

use async_trait::async_trait;
use sqlx::SqliteExecutor;

use crate::{
    connect::ports::{CodeOwner, IDLE, NOTED_EVERY, NewCode, NewSignIn, NewUser, PeopleStore, StoreError, StoredUser},
    domain::{
        actor::{Actor, Role},
        ids::{OrganizationId, UserId},
        time::Timestamp,
    },
};

use super::{
    SqliteStore,
    users::{insert_organization, insert_user},
};

#[async_trait]
impl PeopleStore for SqliteStore {
    async fn create_organization(&self, id: OrganizationId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        insert_organization(&mut tx, id, name, now).await?;
        Ok(tx.commit().await?)
    }

    async fn organization_exists(&self, id: OrganizationId) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organizations WHERE id = $1)")
            .bind(id.to_string())
            .fetch_one(&self.reader)
            .await?)
    }

    async fn organization_name(&self, id: OrganizationId) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT name FROM organizations WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.reader)
            .await?)
    }

    async fn create_user(&self, user: &NewUser) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let made = insert_user(&mut tx, user).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn create_first(&self, organization_name: &str, user: &NewUser) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        if any_user(&mut *tx).await? {
            return Ok(false);
        }
        insert_organization(&mut tx, user.organization, organization_name, user.now).await?;
        let made = insert_user(&mut tx, user).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn any_user(&self) -> Result<bool, StoreError> {
        any_user(&self.reader).await
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<StoredUser>, StoreError> {
        let row: Option<(String, String)> = sqlx::query_as("SELECT id, password_hash FROM users WHERE email = $1")
            .bind(email)
            .fetch_optional(&self.reader)
            .await?;
        row.map(|(id, password_hash)| Ok(StoredUser { id: UserId(uuid("users.id", &id)?), password_hash })).transpose()
    }

    async fn create_sign_in(&self, sign_in: &NewSignIn) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        // those that are over are of no use to anybody, and nothing else would ever clear them away
        sqlx::query("DELETE FROM sign_ins WHERE expires_at <= $1").bind(sign_in.now.0).execute(&mut *tx).await?;
        sqlx::query(
            "INSERT INTO sign_ins (token_hash, user_id, created_at, expires_at, address, agent)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(sign_in.token_hash.as_slice())
        .bind(sign_in.user.to_string())
        .bind(sign_in.now.0)
        .bind(sign_in.expires_at.0)
        .bind(sign_in.address.map(|address| address.to_string()))
        .bind(&sign_in.agent)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    async fn signed_in(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Actor>, StoreError> {
        let row: Option<SignedInRow> = sqlx::query_as(
            "SELECT u.id, u.email, o.id, o.name, r.role, COALESCE(s.seen_at, s.created_at)
             FROM sign_ins AS s
             JOIN users AS u ON u.id = s.user_id
             JOIN profiles AS p ON p.id = u.id
             JOIN organizations AS o ON o.id = p.organization_id
             JOIN user_roles AS r ON r.user_id = u.id
             WHERE s.token_hash = $1 AND s.expires_at > $2",
        )
        .bind(token_hash.as_slice())
        .bind(now.0)
        .fetch_optional(&self.reader)
        .await?;
        let Some((id, email, organization, name, role, seen_at)) = row else { return Ok(None) };
        let unused = now.since(Timestamp(seen_at));
        if unused >= IDLE {
            return Ok(None);
        }
        if unused >= NOTED_EVERY {
            self.saw(token_hash, now).await;
        }
        let (actor, known_role) = actor((id, email, organization, name, role))?;
        Ok(known_role.then_some(actor))
    }

    async fn person(&self, user: UserId) -> Result<Option<Actor>, StoreError> {
        let row: Option<PersonRow> = sqlx::query_as(
            "SELECT u.id, u.email, o.id, o.name, COALESCE(r.role, 'member')
             FROM users AS u
             JOIN profiles AS p ON p.id = u.id
             JOIN organizations AS o ON o.id = p.organization_id
             LEFT JOIN user_roles AS r ON r.user_id = u.id
             WHERE u.id = $1",
        )
        .bind(user.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| actor(row).map(|(actor, _)| actor)).transpose()
    }

    async fn keep_code(&self, code: &NewCode) -> Result<(), StoreError> {
        self.insert_code(code).await
    }

    async fn take_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        self.delete_code(hash, now).await
    }

    async fn end_sign_in(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_ins WHERE token_hash = $1")
            .bind(token_hash.as_slice())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

impl SqliteStore {
    /// A use that cannot be noted lets nobody in and keeps nobody out.
    async fn saw(&self, token_hash: [u8; 32], now: Timestamp) {
        let noted = sqlx::query("UPDATE sign_ins SET seen_at = $2 WHERE token_hash = $1")
            .bind(token_hash.as_slice())
            .bind(now.0)
            .execute(&self.writer);
        if let Err(error) = noted.await {
            tracing::warn!(%error, "the use of a sign-in could not be noted");
        }
    }
}

/// A person, and when the sign-in was used last.
type SignedInRow = (String, String, String, String, String, i64);

/// The person's id and address, the organization's id and name, the role.
type PersonRow = (String, String, String, String, String);

/// The person, and whether their role is a known one; with another they are a member.
fn actor((user, email, organization, organization_name, role): PersonRow) -> Result<(Actor, bool), StoreError> {
    let role = Role::parse(&role);
    let actor = Actor {
        user: UserId(uuid("users.id", &user)?),
        organization: OrganizationId(uuid("organizations.id", &organization)?),
        organization_name,
        email,
        role: role.unwrap_or(Role::Member),
        address: None,
    };
    Ok((actor, role.is_some()))
}

async fn any_user(executor: impl SqliteExecutor<'_>) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM users)").fetch_one(executor).await?)
}

fn uuid(column: &'static str, text: &str) -> Result<uuid::Uuid, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(column.to_owned()))
}
