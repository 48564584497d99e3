//! `wpp-panel admin rotate-secrets`

use std::io::{self, IsTerminal as _, Write as _};

use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::Purpose,
};

pub(super) const ABOUT: &str = "\
Seal all stored secrets under the present key that are under the one before.

First start every server with both keys: APP_SECRET_KEY is the new one, APP_SECRET_KEY_OLD the one before. Where the key
lies in a file beside the database, rename that file to end in .old, and the next start makes a new one. From then on both
are read and the new one seals. Then run this command, with the same settings, while the servers run; if it is cut off, run
it again. At the end it says that the key before is needed no more.";

/// Between two lines of progress on a terminal, in secrets.
const EVERY: u64 = 50;

pub(super) async fn run(arguments: &ConfigArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.as_deref(), Purpose::Real)?;
    let stores = parts::open_store(&settings).await?;
    let progress = |done: u64| {
        if io::stderr().is_terminal() && done.is_multiple_of(EVERY) {
            let _ = write!(io::stderr(), "\r{done} secrets sealed anew");
        }
    };
    let rewrapped = stores.rewrap(&progress).await;
    stores.close().await;
    let rewrapped = rewrapped?;
    let mut out = io::stdout();
    writeln!(out, "{} secrets were sealed anew", rewrapped.done).map_err(Failure::Output)?;
    if rewrapped.unreadable > 0 {
        return Err(Failure::Unreadable(rewrapped.unreadable));
    }
    writeln!(out, "The key before is needed no more: take APP_SECRET_KEY_OLD, or the key file that ends in .old, away.")
        .map_err(Failure::Output)
}
