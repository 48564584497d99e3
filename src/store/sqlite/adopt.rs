//! A row that somebody else made gets its row in `sessions` when it is first worked with.

use sqlx::SqliteConnection;

use crate::{
    connect::ports::{Random as _, StoreError, SystemRandom},
    domain::ids::IntegrationId,
    store::{
        Sealer,
        record::field,
        sealer::{Place, fingerprint},
    },
};

/// As the listing shows it: failed, once connected, without account. It also gets a webhook key of ours, since events
/// are found by its hash. Does nothing to a row that has its row in `sessions`, or to an unknown one.
pub(super) async fn adopt(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    id: IntegrationId,
) -> Result<(), StoreError> {
    let row = id.to_string();
    let strange: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM messenger_integrations WHERE id = $1 AND messenger_type = 'whatsapp'
                        AND provider = 'wpp')
            AND NOT EXISTS (SELECT 1 FROM sessions WHERE integration_id = $1)",
    )
    .bind(&row)
    .fetch_one(&mut *connection)
    .await?;
    if !strange {
        return Ok(());
    }
    let key = SystemRandom.hex(32);
    let place = Place { row: &row, field: field::WEBHOOK_KEY };
    let sealed = sealer.seal(place, &key).map_err(|error| place.failed(error))?;
    sqlx::query(
        "INSERT INTO sessions (integration_id, webhook_key_hash, state, first_connected_at)
         SELECT id, $2, 'failed', created_at FROM messenger_integrations WHERE id = $1",
    )
    .bind(&row)
    .bind(fingerprint(&key))
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE messenger_integrations SET webhook_key = $2 WHERE id = $1")
        .bind(&row)
        .bind(sealed)
        .execute(connection)
        .await?;
    Ok(())
}
