//! The key under which secrets are sealed in the database.

use std::fmt;

use base64::{Engine as _, engine::general_purpose};

/// 32 bytes. Its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Parses Base64, with or without padding, as `openssl rand -base64 32` prints it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = general_purpose::STANDARD_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The key in Base64, for the file that keeps it.
    #[must_use]
    pub fn to_base64(&self) -> String {
        general_purpose::STANDARD.encode(self.0)
    }

    /// The bytes, for the one place that seals.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}
