//! The keys that open stored secrets.

use super::parts::PartsError;
use crate::{
    config::{Settings, SettingsError},
    store::{self, Sealer},
};

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
