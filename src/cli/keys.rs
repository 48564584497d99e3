//! The keys that open stored secrets.

use super::parts::PartsError;
use crate::{
    config::{Settings, SettingsError},
    store::{self, Sealer},
};

/// Takes away the key file that was made for a database which then turned out to have another key: a backup would take it
/// for the right one.
pub(super) fn take_back(settings: &Settings, was_there: bool) {
    if let (false, None, Some(path)) = (was_there, &settings.secret_key, settings.database.key_file())
        && let Err(error) = std::fs::remove_file(&path)
    {
        tracing::warn!(file = %path.display(), %error, "a key file that opens nothing could not be removed");
    }
}

/// Whether there is a key file.
pub(super) fn is_there(settings: &Settings) -> bool {
    settings.database.key_file().is_some_and(|path| path.exists())
}

/// The key that is set, else the one in the file beside the database, which is made where there is none; and the one
/// before it, if that is given.
///
/// # Errors
/// [`PartsError`]
pub(super) fn sealer(settings: &Settings) -> Result<Sealer, PartsError> {
    let sealer = match (&settings.secret_key, settings.database.key_file()) {
        (Some(key), _) => Sealer::new(*key.expose()),
        (None, Some(path)) => store::load_or_create_key(&path)?,
        (None, None) => return Err(SettingsError::NoSecretKey.into()),
    };
    let older = match (&settings.old_secret_key, settings.database.old_key_file()) {
        (Some(key), _) => Some(Sealer::new(*key.expose())),
        (None, Some(path)) => store::load_key(&path)?,
        (None, None) => None,
    };
    Ok(match older {
        Some(older) => sealer.also_opening(older),
        None => sealer,
    })
}
