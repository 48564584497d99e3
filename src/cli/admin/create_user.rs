//! `wpp-panel admin create-user`

use std::io::{self, IsTerminal as _, Read as _};

use clap::{Args, ValueEnum};

use super::print;
use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::Purpose,
    connect::ports::{SystemClock, SystemRandom},
    domain::{actor::Role, ids::OrganizationId},
    people::{
        admin::{self, Person},
        email::Email,
        password::{BadPassword, MAX_PASSWORD, Password, Passwords},
    },
};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// The organization's id, as create-organization printed it
    #[arg(long, value_name = "ID")]
    organization: OrganizationId,
    /// What they sign in with
    #[arg(long, value_parser = Email::parse)]
    email: Email,
    /// What they may do
    #[arg(long)]
    role: RoleArgument,
    /// Read the password, 10 to 200 characters, from standard input: an argument could be seen by others
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    config: ConfigArguments,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleArgument {
    /// An administrator who also says who else is an owner
    Owner,
    /// Connects, sees QR codes, renames, disconnects; manages everybody but owners
    Admin,
    /// Sees the list and the states, changes nothing
    Member,
}

pub(super) async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    let person = Person {
        organization: arguments.organization,
        email: arguments.email.clone(),
        password: read_password()?,
        role: match arguments.role {
            RoleArgument::Owner => Role::Owner,
            RoleArgument::Admin => Role::Admin,
            RoleArgument::Member => Role::Member,
        },
    };
    let stores = parts::open_store(&settings).await?;
    let passwords = Passwords::default();
    let made = admin::create_user(&*stores.people, &passwords, &SystemClock, &SystemRandom, &person).await;
    stores.close().await;
    print(made?)
}

fn read_password() -> Result<Password, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        eprintln!("Type the password (it will be visible), then Enter and Ctrl-D:");
    }
    let mut typed = Vec::new();
    // enough for the longest password in UTF-8, and for seeing that one is too long
    let limit = u64::try_from(MAX_PASSWORD * 4 + 8).unwrap_or(u64::MAX);
    input.lock().take(limit).read_to_end(&mut typed).map_err(Failure::Input)?;
    let typed = String::from_utf8(typed).map_err(|_| BadPassword)?;
    Ok(Password::parse(&typed)?)
}
