//! One known text under the installation's key: it shows at the start whether the key is the right one.

use super::{
    OpenError, Sealer,
    sealer::{Place, SealError},
};
use crate::connect::ports::StoreError;

const PLACE: Place<'static> = Place { row: "key_check", field: "sealed" };
const TEXT: &str = "wpp-panel";

/// The text, sealed, for a database that has none yet.
pub(super) fn fresh(sealer: &Sealer) -> Result<String, StoreError> {
    sealer.seal(PLACE, TEXT).map_err(|error| PLACE.failed(error))
}

/// The text under this key, if it is under the one before.
pub(super) fn rewrapped(sealer: &Sealer, sealed: &str) -> Result<Option<String>, StoreError> {
    sealer.rewrap(PLACE, sealed).map_err(|error| PLACE.failed(error))
}

/// Whether what the database has was sealed with this key.
pub(super) fn compare(sealer: &Sealer, sealed: &str) -> Result<(), OpenError> {
    match sealer.unseal(PLACE, sealed) {
        Ok(text) if text == TEXT => Ok(()),
        Err(SealError::OtherKey(id)) => Err(OpenError::WrongKey { sealed_with: id, given: sealer.key_id().to_owned() }),
        _ => Err(OpenError::WrongKey { sealed_with: "unknown".to_owned(), given: sealer.key_id().to_owned() }),
    }
}
