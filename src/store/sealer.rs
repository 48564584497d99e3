//! Secrets at rest: XChaCha20-Poly1305 under the installation's key, bound to the row and field they belong to.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};

use crate::connect::ports::{Random as _, StoreError, SystemRandom};

const VERSION: &str = "v1";
const NONCE: usize = 24;

/// Why there is no usable key. No text of it holds any part of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text is not 32 bytes in Base64; says where it came from.
    #[error("{0} is not 32 bytes in Base64: restore it from where it was kept, a new key cannot read the old secrets")]
    Malformed(String),
    /// The key file's mode lets others read it.
    #[error("{path} can be read by others (mode {mode:04o}): run `chmod 600 {path}`, and consider the key known")]
    Exposed {
        /// The key file.
        path: String,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file can be neither read nor made.
    #[error("the key file {path} cannot be used: {reason}")]
    Unusable {
        /// The key file.
        path: String,
        /// The system's words.
        reason: String,
    },
}

/// Why a sealed value stayed sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SealError {
    #[error("it is not a sealed value")]
    Malformed,
    #[error("it was sealed with another key (id {0})")]
    OtherKey(String),
    #[error("it was changed, or belongs to another row")]
    Forged,
}

/// Where a sealed value lives. It opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The row's id.
    pub row: &'a str,
    /// The field in it.
    pub field: &'a str,
}

/// Seals and unseals secrets with the installation's one key.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: String,
    /// The key before this one: it opens, and seals nothing any more.
    older: Option<Arc<Self>>,
    lenient: bool,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer(key {})", self.key_id)
    }
}

impl Sealer {
    /// Takes the key over.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        let key_id = hex(&Sha256::digest(key)[..4]);
        Self { key_id, cipher: XChaCha20Poly1305::new(&key.into()), older: None, lenient: false }
    }

    /// Opens what `older` has sealed too, while its secrets are being sealed anew.
    #[must_use]
    pub fn also_opening(self, older: Self) -> Self {
        Self { older: Some(Arc::new(older)), ..self }
    }

    /// What sealed values begin with that this key has made.
    pub(super) fn prefix(&self) -> String {
        format!("{VERSION}:{}:", self.key_id)
    }

    /// A sealed value under this key, if it is under another one.
    pub(super) fn rewrap(&self, place: Place<'_>, sealed: &str) -> Result<Option<String>, SealError> {
        if !Self::is_sealed(sealed) || sealed.starts_with(&self.prefix()) {
            return Ok(None);
        }
        let plain = self.unseal_bytes(place, sealed)?;
        self.seal_bytes(place, &plain).map(Some)
    }

    /// For tables where somebody else keeps secrets in plain text: what is not sealed is taken as it is.
    pub(super) fn lenient(self) -> Self {
        Self { lenient: true, ..self }
    }

    /// Reads the key from `APP_SECRET_KEY`: 32 bytes in standard Base64, white space around it ignored.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] for anything else.
    pub fn from_base64(text: &str) -> Result<Self, KeyError> {
        Self::decode(text).ok_or_else(|| KeyError::Malformed("APP_SECRET_KEY".to_owned()))
    }

    /// The first 8 hexadecimal digits of the key's SHA-256: which key it is, without telling the key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Whether a text has the form of a sealed value.
    pub(super) fn is_sealed(text: &str) -> bool {
        text.strip_prefix(VERSION).is_some_and(|rest| rest.starts_with(':'))
    }

    pub(super) fn decode(text: &str) -> Option<Self> {
        let key: [u8; 32] = STANDARD.decode(text.trim()).ok()?.try_into().ok()?;
        Some(Self::new(key))
    }

    /// [`Sealer::seal_bytes`] of a text.
    pub(super) fn seal(&self, place: Place<'_>, plain: &str) -> Result<String, SealError> {
        self.seal_bytes(place, plain.as_bytes())
    }

    /// `v1:<key id>:<Base64 of nonce and ciphertext>`
    pub(super) fn seal_bytes(&self, place: Place<'_>, plain: &[u8]) -> Result<String, SealError> {
        let mut nonce = [0_u8; NONCE];
        SystemRandom.fill(&mut nonce);
        let aad = place.bytes();
        let body = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| SealError::Malformed)?;
        let sealed = [nonce.as_slice(), &body].concat();
        Ok(format!("{VERSION}:{}:{}", self.key_id, STANDARD.encode(sealed)))
    }

    /// Reads back what [`Sealer::seal`] made for the same place.
    pub(super) fn unseal(&self, place: Place<'_>, sealed: &str) -> Result<String, SealError> {
        if self.lenient && !Self::is_sealed(sealed) {
            return Ok(sealed.to_owned());
        }
        String::from_utf8(self.unseal_bytes(place, sealed)?).map_err(|_| SealError::Malformed)
    }

    /// Reads back what [`Sealer::seal_bytes`] made for the same place.
    pub(super) fn unseal_bytes(&self, place: Place<'_>, sealed: &str) -> Result<Vec<u8>, SealError> {
        let mut parts = sealed.splitn(3, ':');
        let (Some(VERSION), Some(key_id), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(SealError::Malformed);
        };
        if key_id != self.key_id {
            if let Some(older) = self.older.as_ref().filter(|older| older.key_id == key_id) {
                return older.unseal_bytes(place, sealed);
            }
            // what stands there is not trusted to be an id: it goes into an error that people read
            let id = key_id.chars().filter(char::is_ascii_hexdigit).take(8).collect();
            return Err(SealError::OtherKey(id));
        }
        let body = STANDARD.decode(body).map_err(|_| SealError::Malformed)?;
        let (nonce, body) = body.split_first_chunk::<NONCE>().ok_or(SealError::Malformed)?;
        let aad = place.bytes();
        self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: &aad }).map_err(|_| SealError::Forged)
    }
}

impl Place<'_> {
    fn bytes(self) -> Vec<u8> {
        format!("{}/{}", self.row, self.field).into_bytes()
    }

    /// The error of a value that cannot be sealed or unsealed here.
    pub(super) fn failed(self, error: SealError) -> StoreError {
        StoreError::Corrupt(format!("{} of {}: {error}", self.field, self.row))
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What look-ups by a secret compare: the secret itself is in no index.
pub(super) fn fingerprint(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'_> = Place { row: "3f2a91c7", field: "webhook_key" };

    #[test]
    fn a_sealed_value_opens_in_its_place_alone() {
        let sealer = Sealer::new([7; 32]);
        let sealed = sealer.seal(HERE, "секрет").unwrap();
        assert_eq!(sealer.unseal(HERE, &sealed).as_deref(), Ok("секрет"));
        let elsewhere = [Place { row: "3f2a91c8", ..HERE }, Place { field: "qr", ..HERE }];
        for place in elsewhere {
            assert_eq!(sealer.unseal(place, &sealed), Err(SealError::Forged));
        }
    }

    #[test]
    fn only_a_lenient_sealer_takes_plain_text() {
        let (strict, lenient) = (Sealer::new([7; 32]), Sealer::new([7; 32]).lenient());
        assert_eq!(strict.unseal(HERE, "plain"), Err(SealError::Malformed));
        assert_eq!(lenient.unseal(HERE, "plain").as_deref(), Ok("plain"));
        let sealed = strict.seal(HERE, "text").unwrap();
        assert_eq!(lenient.unseal(HERE, &sealed).as_deref(), Ok("text"));
        assert!(lenient.unseal(HERE, &format!("{sealed}AAAA")).is_err(), "what looks sealed must be whole");
    }

    #[test]
    fn the_same_text_is_sealed_differently_each_time() {
        let sealer = Sealer::new([7; 32]);
        assert_ne!(sealer.seal(HERE, "text").unwrap(), sealer.seal(HERE, "text").unwrap());
    }

    #[test]
    fn another_key_and_damaged_values_are_told_apart() {
        let sealer = Sealer::new([7; 32]);
        let sealed = sealer.seal(HERE, "text").unwrap();
        let other = Sealer::new([8; 32]);
        assert_eq!(other.unseal(HERE, &sealed), Err(SealError::OtherKey(sealer.key_id().to_owned())));
        let mut body = STANDARD.decode(sealed.rsplit(':').next().unwrap()).unwrap();
        *body.last_mut().unwrap() ^= 1;
        let damaged = format!("v1:{}:{}", sealer.key_id(), STANDARD.encode(body));
        assert_eq!(sealer.unseal(HERE, &damaged), Err(SealError::Forged));
        let short = format!("v1:{}:AAAA", sealer.key_id());
        for text in ["", "plain", "v1", "v2:00000000:AAAA", short.as_str()] {
            assert_eq!(sealer.unseal(HERE, text), Err(SealError::Malformed), "{text}");
        }
    }

    #[test]
    fn the_key_before_opens_and_seals_nothing() {
        let (old, new) = (Sealer::new([7; 32]), Sealer::new([8; 32]).also_opening(Sealer::new([7; 32])));
        let sealed = old.seal(HERE, "text").unwrap();
        assert_eq!(new.unseal(HERE, &sealed).as_deref(), Ok("text"));
        assert_eq!(new.unseal(Place { field: "qr", ..HERE }, &sealed), Err(SealError::Forged), "in its place alone");
        let rewrapped = new.rewrap(HERE, &sealed).unwrap().unwrap();
        assert_eq!(
            Sealer::new([8; 32]).unseal(HERE, &rewrapped).as_deref(),
            Ok("text"),
            "the old one is needed no more"
        );
        assert_eq!(new.rewrap(HERE, &rewrapped), Ok(None));
        assert_eq!(new.rewrap(HERE, "plain"), Ok(None));
    }

    #[test]
    fn the_form_is_the_documented_one() {
        // SHA-256 of 32 zero bytes begins with 66687aad
        let sealer = Sealer::new([0; 32]);
        assert_eq!(sealer.key_id(), "66687aad");
        let sealed = sealer.seal(HERE, "text").unwrap();
        let body = sealed.strip_prefix("v1:66687aad:").unwrap();
        assert_eq!(STANDARD.decode(body).unwrap().len(), NONCE + 4 + 16);
        assert_eq!(format!("{sealer:?}"), "Sealer(key 66687aad)");
    }
}
