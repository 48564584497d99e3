//! Connections and transactions.

use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, PgPool, Postgres, Transaction, pool::PoolConnection};

use crate::{
    connect::ports::StoreError,
    domain::ids::{IntegrationId, OrganizationId},
};

use super::PostgresStore;

/// Each statement sees what was committed before it, so what is read under a lock is true. A server that hangs in the
/// middle must not hold the others up for ever.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '5s'; \
                     SET LOCAL idle_in_transaction_session_timeout = '15s'";

/// What a single statement runs on. Behind a pooler a statement takes two exchanges, and only a transaction keeps them on
/// one server process.
pub(super) enum Link {
    Alone(PoolConnection<Postgres>),
    InTransaction(Transaction<'static, Postgres>),
}

impl Link {
    /// What was written is kept; after a mere read this can be left out.
    pub async fn done(self) -> Result<(), StoreError> {
        match self {
            Self::Alone(_) => Ok(()),
            Self::InTransaction(transaction) => Ok(transaction.commit().await?),
        }
    }
}

impl Deref for Link {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match self {
            Self::Alone(connection) => connection,
            Self::InTransaction(transaction) => transaction,
        }
    }
}

impl DerefMut for Link {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Alone(connection) => connection,
            Self::InTransaction(transaction) => transaction,
        }
    }
}

impl PostgresStore {
    /// For one statement.
    pub(super) async fn link(&self) -> Result<Link, StoreError> {
        if self.statements.prepared() {
            Ok(Link::Alone(self.pool.acquire().await?))
        } else {
            Ok(Link::InTransaction(begin(&self.pool).await?))
        }
    }

    /// A transaction without a lock. Dropped without a commit it leaves no trace.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        begin(&self.pool).await
    }

    /// A transaction that alone works on the rows of an organization, on all servers.
    pub(super) async fn alone(
        &self,
        organization: OrganizationId,
    ) -> Result<Transaction<'static, Postgres>, StoreError> {
        let mut tx = self.begin().await?;
        lock(&mut tx, self.statements.prepared(), &format!("organization {organization}")).await?;
        Ok(tx)
    }

    /// The same for the organization of a wpp row; `None` if there is no such row.
    pub(super) async fn alone_with(
        &self,
        id: IntegrationId,
    ) -> Result<Option<(Transaction<'static, Postgres>, OrganizationId)>, StoreError> {
        let mut tx = self.begin().await?;
        let owner: Option<String> = self
            .statements
            .value(
                "SELECT i.organization_id::text,
                        pg_advisory_xact_lock(hashtextextended('wpp_panel organization ' || i.organization_id, 0))
                 FROM {integrations} AS i WHERE i.id = $1::uuid AND {wpp}",
            )
            .bind(id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(owner) = owner else { return Ok(None) };
        let owner = owner.parse().map_err(|_| StoreError::Corrupt(format!("organization_id of {id}")))?;
        Ok(Some((tx, owner)))
    }
}

/// In a task of its own: of a request that is dropped while this waits, nothing would roll the transaction back, and the
/// connection would go back to the pool with it.
pub(super) async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(BEGIN).await }).await;
    begun.map_err(|_| StoreError::Unavailable("a transaction was cut off".to_owned()))?.map_err(StoreError::from)
}

/// Waits until nobody else has what `what` names; it is free again at the end of the transaction.
pub(super) async fn lock(connection: &mut PgConnection, prepared: bool, what: &str) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('wpp_panel ' || $1, 0))")
        .bind(what)
        .persistent(prepared)
        .execute(connection)
        .await?;
    Ok(())
}
