//! `wpp-panel admin reset-password`

use std::sync::Arc;

use clap::Args;

use super::print;
use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::Purpose,
    connect::ports::{SystemClock, SystemRandom},
    people::{People, email::Email},
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// What they sign in with
    #[arg(long, value_parser = Email::parse)]
    email: Email,
    #[command(flatten)]
    config: ConfigArguments,
}

pub(super) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    let stores = parts::open_store(&settings).await?;
    let people = People::new(stores.people.clone(), Arc::new(SystemClock), Arc::new(SystemRandom));
    let made = people.make_reset(&arguments.email).await;
    stores.close().await;
    let token =
        made.map_err(parts::PartsError::from)?.ok_or_else(|| Failure::NoPerson(arguments.email.as_str().to_owned()))?;
    let url = settings.public_url_at(settings.site.addr);
    print(format_args!("{url}/reset?token={}", token.expose()))
}
