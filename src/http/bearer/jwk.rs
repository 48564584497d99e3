//! What of a key set is of use: public keys with a name, each for one algorithm.

use std::sync::Arc;

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// How many keys a set may have; projects have two or three.
const MAX_KEYS: usize = 100;

/// A public key and the only algorithm that it checks.
pub(super) struct PublicKey {
    pub kid: String,
    pub algorithm: Algorithm,
    pub key: Arc<DecodingKey>,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

/// The keys of a set that are of use; `None` if it is no key set. A project that signs with a secret alone has an empty
/// one.
pub(super) fn read(body: &[u8]) -> Option<Vec<PublicKey>> {
    let set: Set = serde_json::from_slice(body).ok()?;
    // one key of a kind that is not known yet must not take the others away
    Some(set.keys.into_iter().take(MAX_KEYS).filter_map(usable).collect())
}

fn usable(value: Value) -> Option<PublicKey> {
    let jwk: Jwk = serde_json::from_value(value).ok()?;
    let common = &jwk.common;
    let for_signatures = common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature);
    let for_checking =
        common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify));
    // an `oct` key is a secret: whoever publishes it has none
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => Algorithm::ES256,
        _ => return None,
    };
    let fits = common.key_algorithm.is_none_or(|named| named == KeyAlgorithm::from(algorithm));
    if !(for_signatures && for_checking && fits) {
        return None;
    }
    let kid = common.key_id.clone().filter(|kid| !kid.is_empty())?;
    let key = Arc::new(DecodingKey::from_jwk(&jwk).ok()?);
    Some(PublicKey { kid, algorithm, key })
}
