//! A sign-in, as every database gives it.

use crate::{
    connect::ports::{KnownSignIn, StoreError},
    domain::{
        look::{Look, Theme},
        time::Timestamp,
    },
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

/// A language's code and a theme's word.
pub(super) type LookRow = (Option<String>, Option<String>);

/// What somebody has chosen; without a row nothing.
pub(super) fn look(row: Option<LookRow>) -> Look {
    let (language, theme) = row.unwrap_or_default();
    Look { language, theme: theme.as_deref().and_then(Theme::parse) }
}
