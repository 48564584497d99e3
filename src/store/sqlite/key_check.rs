//! Whether the key is the one this database was made with: one clear sentence at the start instead of many failures.

use sqlx::SqlitePool;

use crate::{
    connect::ports::StoreError,
    store::{OpenError, Sealer, key_check},
};

pub(super) async fn run(writer: &SqlitePool, sealer: &Sealer) -> Result<(), OpenError> {
    sqlx::query("INSERT INTO key_check (id, sealed) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
        .bind(key_check::fresh(sealer)?)
        .execute(writer)
        .await
        .map_err(StoreError::from)?;
    let sealed: String = sqlx::query_scalar("SELECT sealed FROM key_check WHERE id = 1")
        .fetch_one(writer)
        .await
        .map_err(StoreError::from)?;
    key_check::compare(sealer, &sealed)
}
