//! The sign of life of this server, without which its leases are anybody's.

use std::time::Duration;

use sqlx::PgPool;
use tokio::{sync::Mutex, time::MissedTickBehavior};
use tokio_util::task::AbortOnDropHandle;

use crate::connect::ports::{ALIVE_FOR, Random as _, StoreError, SystemRandom};

use super::link;

/// Three of them may be lost.
const BEAT: Duration = Duration::from_secs(3);
/// Every so many signs of life the traces of servers and leases that are over are cleared away.
const CLEARED_EVERY: u32 = 20;

/// One server among those on the database.
pub(super) struct Server {
    id: String,
    /// Of its own: the others may all be waiting for a lock.
    pool: PgPool,
    beating: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Server {
    /// Gives the first sign of life, and goes on until [`Server::stop`] or until it is dropped.
    pub async fn start(pool: PgPool) -> Result<Self, StoreError> {
        let id = SystemRandom.uuid().to_string();
        beat(&pool, &id, true).await?;
        let (task_pool, task_id) = (pool.clone(), id.clone());
        let task = AbortOnDropHandle::new(tokio::spawn(async move {
            let mut ticks = tokio::time::interval(BEAT);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut count = 0_u32;
            loop {
                ticks.tick().await;
                count = count.wrapping_add(1);
                if let Err(error) = beat(&task_pool, &task_id, count.is_multiple_of(CLEARED_EVERY)).await {
                    tracing::warn!(%error, "the other servers cannot see that this one is alive");
                }
            }
        }));
        Ok(Self { id, pool, beating: Mutex::new(Some(task)) })
    }

    /// What the leases of this server are held by: a UUID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The connection for signs of life; announcements go over it too.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Whether another server is alive; not if the database does not answer.
    pub async fn has_company(&self) -> bool {
        let asked = async {
            let mut tx = link::begin(&self.pool).await?;
            let others = "SELECT EXISTS (SELECT 1 FROM wpp_panel.servers
                                         WHERE id <> $1::uuid AND alive_until > clock_timestamp())";
            let found = sqlx::query_scalar(others).bind(&self.id).persistent(false).fetch_one(&mut *tx).await?;
            Ok::<_, StoreError>(found)
        };
        asked.await.unwrap_or(false)
    }

    /// Everybody may know at once.
    pub async fn stop(&self) {
        let Some(task) = self.beating.lock().await.take() else { return };
        task.abort();
        // a beat that was under way must not come after what follows
        let _ = task.await;
        if let Err(error) = self.leave().await {
            tracing::warn!(%error, "what this server was doing is free only after a while");
        }
        self.pool.close().await;
    }

    async fn leave(&self) -> Result<(), StoreError> {
        let mut tx = link::begin(&self.pool).await?;
        sqlx::query("DELETE FROM wpp_panel.servers WHERE id = $1::uuid")
            .bind(&self.id)
            .persistent(false)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

async fn beat(pool: &PgPool, id: &str, clear: bool) -> Result<(), StoreError> {
    let mut tx = link::begin(pool).await?;
    sqlx::query(
        "INSERT INTO wpp_panel.servers (id, alive_until)
         VALUES ($1::uuid, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (id) DO UPDATE SET alive_until = EXCLUDED.alive_until",
    )
    .bind(id)
    .bind(ALIVE_FOR.as_secs_f64())
    .persistent(false)
    .execute(&mut *tx)
    .await?;
    if clear {
        for over in [
            "DELETE FROM wpp_panel.servers WHERE alive_until < clock_timestamp() - interval '1 minute'",
            "DELETE FROM wpp_panel.leases WHERE holder IS NULL AND said_at < clock_timestamp() - interval '1 minute'",
        ] {
            sqlx::query(over).persistent(false).execute(&mut *tx).await?;
        }
    }
    Ok(tx.commit().await?)
}
