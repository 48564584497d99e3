//! `wpp-panel migrate`

use super::{arguments::ConfigArguments, failure::Failure, parts, settings};
use crate::config::Purpose;

pub(super) async fn run(arguments: &ConfigArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.as_deref(), Purpose::Real)?;
    // opening migrates: a server must never run on an older schema than its own
    parts::open_store(&settings).await?.close().await;
    tracing::info!(database = %settings.database, "the database is up to date");
    Ok(())
}
