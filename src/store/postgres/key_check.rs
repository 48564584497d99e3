//! Whether the key is the one this database was made with: one clear sentence at the start instead of many failures.

use sqlx::PgConnection;

use crate::{
    connect::ports::StoreError,
    store::{OpenError, Sealer, key_check},
};

pub(super) async fn run(connection: &mut PgConnection, sealer: &Sealer) -> Result<(), OpenError> {
    sqlx::query("INSERT INTO wpp_panel.key_check (id, sealed) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
        .bind(key_check::fresh(sealer)?)
        .persistent(false)
        .execute(&mut *connection)
        .await
        .map_err(StoreError::from)?;
    let sealed: String = sqlx::query_scalar("SELECT sealed FROM wpp_panel.key_check WHERE id = 1")
        .persistent(false)
        .fetch_one(connection)
        .await
        .map_err(StoreError::from)?;
    key_check::compare(sealer, &sealed)
}
