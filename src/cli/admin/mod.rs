//! `wpp-panel admin …`: what is made prints its id, and only it, on standard output.

mod create_organization;
mod create_user;
mod reset_password;
mod retry_events;
mod rotate_secrets;
mod webhooks;

use std::{
    fmt,
    io::{self, Write as _},
};

use clap::Subcommand;

use super::{arguments::ConfigArguments, failure::Failure};
use webhooks::Direction;

#[derive(Subcommand)]
pub(in crate::cli) enum AdminCommand {
    /// Make an organization; prints its id
    CreateOrganization(create_organization::Arguments),
    /// Make a person who can sign in; prints their id
    CreateUser(create_user::Arguments),
    /// Make a link that sets a new password for somebody, once and within an hour; prints it
    ResetPassword(reset_password::Arguments),
    /// Try again to pass on all events that were given up; prints how many there are
    RetryEvents(ConfigArguments),
    /// Seal all stored secrets under the present key that are under the one before
    #[command(long_about = rotate_secrets::ABOUT)]
    RotateSecrets(ConfigArguments),
    /// Register the webhooks of adopted sessions back to APP_FORWARD_WEBHOOK_URL
    #[command(long_about = webhooks::RELEASE)]
    ReleaseWebhooks(webhooks::Arguments),
    /// Register the webhooks of adopted sessions here, also of those that were released
    #[command(long_about = webhooks::TAKE)]
    TakeWebhooks(webhooks::Arguments),
}

pub(in crate::cli) async fn run(command: &AdminCommand) -> Result<(), Failure> {
    match command {
        AdminCommand::CreateOrganization(arguments) => create_organization::run(arguments).await,
        AdminCommand::CreateUser(arguments) => create_user::run(arguments).await,
        AdminCommand::ResetPassword(arguments) => reset_password::run(arguments).await,
        AdminCommand::RetryEvents(arguments) => retry_events::run(arguments).await,
        AdminCommand::RotateSecrets(arguments) => rotate_secrets::run(arguments).await,
        AdminCommand::ReleaseWebhooks(arguments) => webhooks::run(arguments, Direction::Release).await,
        AdminCommand::TakeWebhooks(arguments) => webhooks::run(arguments, Direction::Take).await,
    }
}

fn print(id: impl fmt::Display) -> Result<(), Failure> {
    writeln!(io::stdout(), "{id}").map_err(Failure::Output)
}
