//! `wpp-panel admin …`: prints the new id, and only it, on standard output.

mod create_organization;
mod create_user;

use std::{
    fmt,
    io::{self, Write as _},
};

use clap::Subcommand;

use super::failure::Failure;

#[derive(Subcommand)]
pub(in crate::cli) enum AdminCommand {
    /// Make an organization; prints its id
    CreateOrganization(create_organization::Arguments),
    /// Make a person who can sign in; prints their id
    CreateUser(create_user::Arguments),
}

pub(in crate::cli) async fn run(command: &AdminCommand) -> Result<(), Failure> {
    match command {
        AdminCommand::CreateOrganization(arguments) => create_organization::run(arguments).await,
        AdminCommand::CreateUser(arguments) => create_user::run(arguments).await,
    }
}

fn print(id: impl fmt::Display) -> Result<(), Failure> {
    writeln!(io::stdout(), "{id}").map_err(Failure::Output)
}
