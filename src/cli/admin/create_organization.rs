//! `wpp-panel admin create-organization`

use clap::Args;

use super::print;
use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::Purpose,
    connect::ports::{SystemClock, SystemRandom},
    people::admin,
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// What people call it
    #[arg(long)]
    name: String,
    #[command(flatten)]
    config: ConfigArguments,
}

pub(super) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    let stores = parts::open_store(&settings).await?;
    let made = admin::create_organization(&*stores.people, &SystemClock, &SystemRandom, &arguments.name).await;
    stores.close().await;
    print(made?)
}
