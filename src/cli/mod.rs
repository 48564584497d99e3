//! The command line: one command per file. Results go to standard output, everything else to standard error.

mod admin;
mod alerts;
mod arguments;
mod backup;
pub mod check;
mod failure;
mod gateways;
mod jobs;
mod keys;
mod migrate;
pub mod parts;
mod probe;
mod report;
mod serve;
mod settings;
mod sim;
mod stop;
mod stores;
mod watched;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};
use failure::Failure;

/// Reads the arguments, runs the command and tells the system how it went: 0 fine, 1 failed, 2 misuse.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // nobody is left to tell that the terminal is gone
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match start(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                eprintln!("wpp-panel: {sentence}");
            }
            failure.exit_code()
        }
    }
}

fn start(command: Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    runtime.block_on(async {
        match command {
            Command::Serve(arguments) => serve::run(&arguments).await,
            Command::Sim(arguments) => sim::run(&arguments).await,
            Command::Migrate(arguments) => migrate::run(&arguments).await,
            Command::Probe(arguments) => probe::run(&arguments).await,
            Command::Backup(arguments) => backup::backup(&arguments).await,
            Command::Restore(arguments) => backup::restore(&arguments).await,
            Command::Check(arguments) => check::run(&arguments).await,
            Command::Admin { what } => admin::run(&what).await,
        }
    })
}
