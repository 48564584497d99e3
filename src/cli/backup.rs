//! `wpp-panel backup` and `wpp-panel restore`: a SQLite database with the key that opens its secrets.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{arguments::ConfigArguments, failure::Failure, settings};
use crate::{
    config::{Purpose, Settings},
    store::{self, CopyError, Sealer},
};

#[derive(Args)]
pub(super) struct BackupArguments {
    /// Where the copy goes; the key file goes to the same name with .key behind it
    #[arg(value_name = "FILE")]
    to: PathBuf,
    /// Leave the key file out: the copy is of no use without it
    #[arg(long)]
    without_key: bool,
    #[command(flatten)]
    config: ConfigArguments,
}

#[derive(Args)]
pub(super) struct RestoreArguments {
    /// A copy that `backup` made
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// Take the place of a database that is there; it is kept beside it
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    config: ConfigArguments,
}

pub(super) async fn backup(arguments: &BackupArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    let path = file_of(&settings)?;
    if !path.is_file() {
        return Err(CopyError::NoSource(path.display().to_string()).into());
    }
    let key = key_file(&settings).filter(|key| !arguments.without_key && key.is_file());
    let key_copy = beside(&arguments.to, ".key");
    if key.is_some() && key_copy.exists() {
        return Err(CopyError::Exists(key_copy.display().to_string()).into());
    }
    let with_key = if arguments.without_key { None } else { Some(sealer(&settings, None)?) };
    store::backup(path, &arguments.to, with_key.as_ref()).await?;
    say(&format!("{} is written", arguments.to.display()))?;
    match key {
        Some(key) => {
            copy_key(&key, &key_copy)?;
            say(&format!("{} is written: who has both can read every secret", key_copy.display()))
        }
        None => {
            say("no key is in it: keep APP_SECRET_KEY or the key file somewhere else, no secret can be read without it")
        }
    }
}

pub(super) async fn restore(arguments: &RestoreArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    let path = file_of(&settings)?;
    let key_copy = beside(&arguments.from, ".key");
    let beside_copy = if key_copy.is_file() { Some(key_copy.as_path()) } else { None };
    let sealer = sealer(&settings, beside_copy)?;
    let kept = store::restore(&arguments.from, path, sealer, arguments.replace).await?;
    if let Some(kept) = &kept {
        say(&format!("what was there is {} now", kept.display()))?;
    }
    if let (Some(key), Some(key_copy)) = (key_file(&settings), beside_copy) {
        if key.is_file() && fs::read(&key).ok() != fs::read(key_copy).ok() {
            let kept = kept.as_deref().map_or_else(|| beside(&key, ".before"), |kept| beside(kept, ".key"));
            fs::rename(&key, &kept).map_err(|error| CopyError::File(format!("{}: {error}", key.display())))?;
            say(&format!("its key is {} now", kept.display()))?;
        }
        if !key.is_file() {
            copy_key(key_copy, &key)?;
        }
    }
    say(&format!("{} is restored", path.display()))
}

/// The key that is set, else the one beside the copy, else the one beside the database.
fn sealer(settings: &Settings, beside_copy: Option<&Path>) -> Result<Sealer, Failure> {
    if settings.secret_key.is_none()
        && let Some(key) = beside_copy
    {
        return store::load_key(key).map_err(super::parts::PartsError::from)?.ok_or(Failure::NoKey);
    }
    if settings.secret_key.is_none() && !key_file(settings).is_some_and(|key| key.is_file()) {
        // one that is made now would open nothing
        return Err(Failure::NoKey);
    }
    Ok(super::keys::sealer(settings)?)
}

/// The file of a SQLite database.
fn file_of(settings: &Settings) -> Result<&Path, Failure> {
    settings.database.path().ok_or(Failure::NotAFile)
}

/// The key file, where the key is not set otherwise.
fn key_file(settings: &Settings) -> Option<PathBuf> {
    if settings.secret_key.is_some() { None } else { settings.database.key_file() }
}

/// Nobody else may read it, and none that is there is written over.
fn copy_key(from: &Path, to: &Path) -> Result<(), Failure> {
    let copied = || {
        let key = fs::read(from)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        file.write_all(&key)?;
        file.sync_all()
    };
    copied().map_err(|error: io::Error| CopyError::File(format!("{}: {error}", to.display())).into())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    name.into()
}

fn say(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::Output)
}
