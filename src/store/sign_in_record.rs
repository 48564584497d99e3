//! A sign-in, as every database gives it.

use crate::{
    connect::ports::{KnownSignIn, StoreError},
    domain::time::Timestamp,
};

/// Hash of its token, when it was made and used last, address, browser.
pub(super) type SignInRow = (Vec<u8>, i64, i64, Option<String>, Option<String>);

/// The sign-in.
///
/// # Errors
/// [`StoreError::Corrupt`] if the hash is none.
pub(super) fn known(row: SignInRow) -> Result<KnownSignIn, StoreError> {
    let (hash, created_at, seen_at, address, agent) = row;
    let token_hash = hash.try_into().map_err(|_| StoreError::Corrupt("sign_ins.token_hash".to_owned()))?;
    Ok(KnownSignIn { token_hash, created_at: Timestamp(created_at), seen_at: Timestamp(seen_at), address, agent })
}
