//! Whether the key is the one this database was made with: one clear sentence at the start instead of many failures.

use sqlx::SqlitePool;

use crate::{
    connect::ports::StoreError,
    store::{
        OpenError, Sealer,
        sealer::{Place, SealError},
    },
};

const PLACE: Place<'static> = Place { row: "key_check", field: "sealed" };
const TEXT: &str = "wpp-panel";

pub(super) async fn run(writer: &SqlitePool, sealer: &Sealer) -> Result<(), OpenError> {
    let fresh = sealer.seal(PLACE, TEXT).map_err(|error| PLACE.failed(error))?;
    sqlx::query("INSERT INTO key_check (id, sealed) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
        .bind(fresh)
        .execute(writer)
        .await
        .map_err(StoreError::from)?;
    let sealed: String = sqlx::query_scalar("SELECT sealed FROM key_check WHERE id = 1")
        .fetch_one(writer)
        .await
        .map_err(StoreError::from)?;
    match sealer.unseal(PLACE, &sealed) {
        Ok(text) if text == TEXT => Ok(()),
        Err(SealError::OtherKey(id)) => Err(OpenError::WrongKey { sealed_with: id, given: sealer.key_id().to_owned() }),
        _ => Err(OpenError::WrongKey { sealed_with: "unknown".to_owned(), given: sealer.key_id().to_owned() }),
    }
}
