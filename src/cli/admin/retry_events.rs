//! `wpp-panel admin retry-events`

use super::print;
use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::Purpose,
    connect::ports::{Clock as _, SystemClock},
};

/// A server that is running finds them within a second.
pub(super) async fn run(arguments: &ConfigArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.as_deref(), Purpose::Real)?;
    let stores = parts::open_store(&settings).await?;
    let revived = stores.sessions.revive_dead_events(SystemClock.now()).await;
    stores.close().await;
    print(revived?)
}
