//! The port of people, verb by verb. Whoever was made here comes first, then whoever the CRM knows.

use async_trait::async_trait;
use sqlx::PgConnection;

use crate::{
    connect::ports::{CodeOwner, IDLE, NOTED_EVERY, NewCode, NewSignIn, NewUser, PeopleStore, StoreError, StoredUser},
    domain::{
        actor::{Actor, Role},
        ids::{OrganizationId, UserId},
        time::Timestamp,
    },
};

use super::{
    PostgresStore, link,
    text::storable,
    users::{insert_organization, insert_user},
};

#[async_trait]
impl PeopleStore for PostgresStore {
    async fn create_organization(&self, id: OrganizationId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        insert_organization(&mut tx, &self.statements, id, name, now).await?;
        Ok(tx.commit().await?)
    }

    async fn organization_exists(&self, id: OrganizationId) -> Result<bool, StoreError> {
        let mut link = self.link().await?;
        Ok(self
            .statements
            .value("SELECT EXISTS (SELECT 1 FROM {organizations} WHERE id = $1::uuid)")
            .bind(id.to_string())
            .fetch_one(&mut *link)
            .await?)
    }

    async fn organization_name(&self, id: OrganizationId) -> Result<Option<String>, StoreError> {
        let mut link = self.link().await?;
        let name = self
            .statements
            .value("SELECT COALESCE(name::text, '') FROM {organizations} WHERE id = $1::uuid")
            .bind(id.to_string())
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        Ok(name)
    }

    async fn create_user(&self, user: &NewUser) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let made = insert_user(&mut tx, &self.statements, user).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn create_first(&self, organization_name: &str, user: &NewUser) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        link::lock(&mut tx, self.statements.prepared(), "the first person").await?;
        if self.anybody(&mut tx).await? {
            return Ok(false);
        }
        insert_organization(&mut tx, &self.statements, user.organization, organization_name, user.now).await?;
        let made = insert_user(&mut tx, &self.statements, user).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn any_user(&self) -> Result<bool, StoreError> {
        let mut link = self.link().await?;
        self.anybody(&mut link).await
    }

    async fn user_by_email(&self, email: &str) -> Result<Option<StoredUser>, StoreError> {
        // PostgreSQL has no text with this sign in it, so nobody has such an address
        if email.contains('\0') {
            return Ok(None);
        }
        let mut link = self.link().await?;
        let row: Option<(String, String)> = self
            .statements
            .rows("SELECT id::text, password_hash FROM wpp_panel.users WHERE email = $1")
            .bind(email.to_owned())
            .fetch_optional(&mut *link)
            .await?;
        row.map(|(id, password_hash)| Ok(StoredUser { id: UserId(uuid("users.id", &id)?), password_hash })).transpose()
    }

    async fn create_sign_in(&self, sign_in: &NewSignIn) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        // those that are over are of no use to anybody, and nothing else would ever clear them away
        self.statements
            .query("DELETE FROM wpp_panel.sign_ins WHERE expires_at <= $1")
            .bind(sign_in.now.0)
            .execute(&mut *tx)
            .await?;
        self.statements
            .query(
                "INSERT INTO wpp_panel.sign_ins (token_hash, user_id, email, created_at, expires_at, address, agent)
                 VALUES ($1, $2::uuid, $3, $4, $5, $6, $7)",
            )
            .bind(sign_in.token_hash.to_vec())
            .bind(sign_in.user.to_string())
            .bind(sign_in.email.as_deref().map(storable))
            .bind(sign_in.now.0)
            .bind(sign_in.expires_at.0)
            .bind(sign_in.address.map(|address| address.to_string()))
            .bind(sign_in.agent.as_deref().map(storable))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn signed_in(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Actor>, StoreError> {
        let mut link = self.link().await?;
        let row: Option<SignedInRow> = self
            .statements
            .rows(
                "SELECT w.user_id::text, COALESCE(u.email, w.email, ''), o.id::text, COALESCE(o.name::text, ''),
                        u.role, ARRAY(SELECT r.role::text FROM {user_roles} AS r
                                      WHERE r.user_id = w.user_id AND r.role IS NOT NULL),
                        COALESCE(w.seen_at, w.created_at)
                 FROM wpp_panel.sign_ins AS w
                 LEFT JOIN wpp_panel.users AS u ON u.id = w.user_id
                 LEFT JOIN {profiles} AS p ON p.id = w.user_id
                 JOIN {organizations} AS o ON o.id = COALESCE(u.organization_id, p.organization_id)
                 WHERE w.token_hash = $1 AND w.expires_at > $2",
            )
            .bind(token_hash.to_vec())
            .bind(now.0)
            .fetch_optional(&mut *link)
            .await?;
        link.done().await?;
        let Some((id, email, organization, name, role, words, seen_at)) = row else { return Ok(None) };
        let unused = now.since(Timestamp(seen_at));
        if unused >= IDLE {
            return Ok(None);
        }
        if unused >= NOTED_EVERY {
            self.saw(token_hash, now).await;
        }
        self.actor((id, email, organization, name, role, words)).map(Some)
    }

    async fn person(&self, user: UserId) -> Result<Option<Actor>, StoreError> {
        let mut link = self.link().await?;
        let row: Option<PersonRow> = self
            .statements
            .rows(
                "SELECT w.id::text, COALESCE(u.email, ''), o.id::text, COALESCE(o.name::text, ''),
                        u.role, ARRAY(SELECT r.role::text FROM {user_roles} AS r
                                      WHERE r.user_id = w.id AND r.role IS NOT NULL)
                 FROM (SELECT $1::uuid AS id) AS w
                 LEFT JOIN wpp_panel.users AS u ON u.id = w.id
                 LEFT JOIN {profiles} AS p ON p.id = w.id
                 JOIN {organizations} AS o ON o.id = COALESCE(u.organization_id, p.organization_id)",
            )
            .bind(user.to_string())
            .fetch_optional(&mut *link)
            .await?;
        row.map(|row| self.actor(row)).transpose()
    }

    async fn keep_code(&self, code: &NewCode) -> Result<(), StoreError> {
        self.insert_code(code).await
    }

    async fn take_code(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<CodeOwner>, StoreError> {
        self.delete_code(hash, now).await
    }

    async fn end_sign_in(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        let mut link = self.link().await?;
        self.statements
            .query("DELETE FROM wpp_panel.sign_ins WHERE token_hash = $1")
            .bind(token_hash.to_vec())
            .execute(&mut *link)
            .await?;
        link.done().await
    }
}

/// A person, and when the sign-in was used last.
type SignedInRow = (String, String, String, String, Option<String>, Vec<String>, i64);

/// The person's id and address, the organization's id and name, the role if they were made here, their words in the CRM.
type PersonRow = (String, String, String, String, Option<String>, Vec<String>);

impl PostgresStore {
    /// A use that cannot be noted lets nobody in and keeps nobody out.
    async fn saw(&self, token_hash: [u8; 32], now: Timestamp) {
        let noted = async {
            let mut link = self.link().await?;
            self.statements
                .query("UPDATE wpp_panel.sign_ins SET seen_at = $2 WHERE token_hash = $1")
                .bind(token_hash.to_vec())
                .bind(now.0)
                .execute(&mut *link)
                .await?;
            link.done().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "the use of a sign-in could not be noted");
        }
    }

    /// Letter case is ours to fold: the database's way of it depends on how it was made.
    fn actor(&self, row: PersonRow) -> Result<Actor, StoreError> {
        let (user, email, organization, organization_name, made_here, words) = row;
        let role = match made_here {
            Some(role) => Role::parse(&role),
            None => {
                let words = words.iter().map(|word| word.to_lowercase());
                let rights = words.filter(|word| self.admin_roles.contains(word));
                // the CRM's owner is one here too; whatever else makes an administrator there does not
                rights
                    .map(|word| if word == Role::Owner.as_str() { Role::Owner } else { Role::Admin })
                    .max_by_key(|role| *role == Role::Owner)
            }
        };
        Ok(Actor {
            user: UserId(uuid("the id of a person", &user)?),
            organization: OrganizationId(uuid("organizations.id", &organization)?),
            organization_name,
            email,
            role: role.unwrap_or(Role::Member),
            address: None,
        })
    }

    /// Whoever the CRM knows comes with its word, so that nobody needs a first run.
    async fn anybody(&self, connection: &mut PgConnection) -> Result<bool, StoreError> {
        Ok(self
            .statements
            .value("SELECT EXISTS (SELECT 1 FROM wpp_panel.users) OR EXISTS (SELECT 1 FROM {profiles})")
            .fetch_one(connection)
            .await?)
    }
}

fn uuid(column: &'static str, text: &str) -> Result<uuid::Uuid, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt(column.to_owned()))
}
