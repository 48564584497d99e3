//! Rows that somebody else made become sessions as soon as they are seen.

use sqlx::SqliteConnection;

use crate::{
    connect::ports::{Random as _, StoreError, SystemRandom},
    domain::ids::IntegrationId,
    store::{
        Sealer,
        record::field,
        sealer::{Place, fingerprint},
        settings::{API_KEY, Claim},
    },
};

/// Adopts every row that has no row in `sessions`; says how many there were.
pub(super) async fn adopt_all(connection: &mut SqliteConnection, sealer: &Sealer) -> Result<usize, StoreError> {
    let strangers: Vec<(String, Option<String>, String)> = sqlx::query_as(
        "SELECT i.id, i.webhook_key, i.settings FROM messenger_integrations AS i
         WHERE i.messenger_type = 'whatsapp' AND i.provider = 'wpp'
           AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.integration_id = i.id)
         ORDER BY i.created_at, i.id",
    )
    .fetch_all(&mut *connection)
    .await?;
    for stranger in &strangers {
        adopt_one(connection, sealer, stranger).await?;
    }
    Ok(strangers.len())
}

/// Does nothing to a row that has its row in `sessions`, or to an unknown one.
pub(super) async fn adopt(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    id: IntegrationId,
) -> Result<(), StoreError> {
    let stranger: Option<(String, Option<String>, String)> = sqlx::query_as(
        "SELECT i.id, i.webhook_key, i.settings FROM messenger_integrations AS i
         WHERE i.id = $1 AND i.messenger_type = 'whatsapp' AND i.provider = 'wpp'
           AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.integration_id = i.id)",
    )
    .bind(id.to_string())
    .fetch_optional(&mut *connection)
    .await?;
    match stranger {
        Some(stranger) => adopt_one(connection, sealer, &stranger).await,
        None => Ok(()),
    }
}

/// The account number is believed if nobody else has it: a number is whose session it was first.
async fn adopt_one(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    (row, webhook_key, settings): &(String, Option<String>, String),
) -> Result<(), StoreError> {
    let seal = |field: &'static str, value: &str| {
        let place = Place { row, field };
        sealer.seal(place, value).map_err(|error| place.failed(error))
    };
    let claim = Claim::read(settings);
    let number = match claim.as_ref().and_then(|claim| claim.number.as_ref()) {
        Some(number) if is_free(connection, number.as_str()).await? => Some(number.as_str()),
        _ => None,
    };
    let own_key = webhook_key.as_deref().filter(|key| !key.is_empty() && !Sealer::is_sealed(key));
    let own_key = match own_key {
        Some(key) if !is_known(connection, &fingerprint(key)).await? => key.to_owned(),
        _ => SystemRandom.hex(32),
    };
    sqlx::query(
        "INSERT INTO sessions (integration_id, account_number, webhook_key_hash, state, first_connected_at, adopted)
         SELECT id, $2, $3, $4, created_at, TRUE FROM messenger_integrations WHERE id = $1",
    )
    .bind(row)
    .bind(number)
    .bind(fingerprint(&own_key))
    .bind(if number.is_some() { "disconnected" } else { "failed" })
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE messenger_integrations SET webhook_key = $2 WHERE id = $1")
        .bind(row)
        .bind(seal(field::WEBHOOK_KEY, &own_key)?)
        .execute(&mut *connection)
        .await?;
    if let Some(key) = claim.and_then(|claim| claim.api_key).filter(|key| !Sealer::is_sealed(key)) {
        sqlx::query("UPDATE messenger_integrations SET settings = json_set(settings, '$.' || $2, $3) WHERE id = $1")
            .bind(row)
            .bind(API_KEY)
            .bind(seal(field::API_KEY, &key)?)
            .execute(connection)
            .await?;
    }
    Ok(())
}

async fn is_free(connection: &mut SqliteConnection, number: &str) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM sessions WHERE account_number = $1)")
        .bind(number)
        .fetch_one(connection)
        .await?)
}

async fn is_known(connection: &mut SqliteConnection, hash: &[u8]) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sessions WHERE webhook_key_hash = $1)")
        .bind(hash)
        .fetch_one(connection)
        .await?)
}
