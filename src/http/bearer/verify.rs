//! Which key may check a token, and the check.

use std::{sync::Arc, time::Duration};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

use crate::{connect::ports::Clock, domain::secret::Secret};

use super::{
    claims::{Claims, Named},
    crypto,
    keys::Keys,
    source::Source,
};

/// Whose tokens count. Without a secret and without an address nobody's do.
#[derive(Clone, Debug)]
pub struct Trust {
    /// For tokens that are signed with HS256: `SUPABASE_JWT_SECRET`.
    pub jwt_secret: Option<Secret>,
    /// Where the public keys are, for RS256 and ES256: `SUPABASE_JWKS_URL`. May hold a key of the project.
    pub jwks_url: Option<Secret>,
    /// The only issuer that counts, if one is set: `SUPABASE_JWT_ISSUER`.
    pub jwt_issuer: Option<String>,
    /// How long the public keys may take to come: 5 s.
    pub patience: Duration,
}

impl Default for Trust {
    fn default() -> Self {
        Self { jwt_secret: None, jwks_url: None, jwt_issuer: None, patience: Duration::from_secs(5) }
    }
}

/// Why tokens could never be checked.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The address of the public keys is none.
    #[error("SUPABASE_JWKS_URL is no http or https address")]
    Address,
    /// The TLS library or its roots are not there.
    #[error("https cannot be used for SUPABASE_JWKS_URL: {0}")]
    Https(String),
}

/// Why a token counts for nothing.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is not good; with the reason, for the log.
    Bad(&'static str),
    /// The keys to check it with are not there.
    NoKeys,
}

impl From<&'static str> for Refusal {
    fn from(reason: &'static str) -> Self {
        Self::Bad(reason)
    }
}

/// Checks tokens.
pub(super) struct Verifier {
    secret: Option<Arc<DecodingKey>>,
    keys: Option<Keys>,
    issuer: Option<String>,
    clock: Arc<dyn Clock>,
}

impl Verifier {
    pub fn new(trust: Trust, clock: Arc<dyn Clock>) -> Result<Self, TrustError> {
        crypto::install();
        let source = trust.jwks_url.map(|url| Source::new(&url, trust.patience)).transpose()?;
        Ok(Self {
            secret: trust.jwt_secret.map(|secret| Arc::new(DecodingKey::from_secret(secret.expose().as_bytes()))),
            keys: source.map(|source| Keys::new(source, clock.clone())),
            issuer: trust.jwt_issuer,
            clock,
        })
    }

    /// Whether any token can ever count.
    pub fn trusts_anybody(&self) -> bool {
        self.secret.is_some() || self.keys.is_some()
    }

    /// Whom a token names.
    pub async fn verify(&self, token: &str) -> Result<Named, Refusal> {
        let header = decode_header(token).map_err(|_| "it is no token of a known algorithm")?;
        if header.crit.is_some() {
            // RFC 7515: who does not understand what is in there must refuse
            return Err(Refusal::Bad("it asks for an extension"));
        }
        let key = self.key(header.alg, header.kid.as_deref()).await?;
        let claims = decode::<Claims>(token, &key, &signature_alone(header.alg));
        let claims = claims.map_err(|_| "its signature or a claim's type is wrong")?.claims;
        Ok(claims.check(self.issuer.as_deref(), self.clock.now())?)
    }

    /// The algorithm decides where the key comes from, and no key serves two algorithms.
    async fn key(&self, algorithm: Algorithm, kid: Option<&str>) -> Result<Arc<DecodingKey>, Refusal> {
        match algorithm {
            Algorithm::HS256 => Ok(self.secret.clone().ok_or("HS256 needs SUPABASE_JWT_SECRET")?),
            Algorithm::RS256 | Algorithm::ES256 => {
                let keys = self.keys.as_ref().ok_or("RS256 and ES256 need SUPABASE_JWKS_URL")?;
                let kid = kid.ok_or("it does not name its key")?;
                let found = keys.find(kid, algorithm).await.map_err(|_| Refusal::NoKeys)?;
                Ok(found.ok_or("it names a key that is not there for this algorithm")?)
            }
            _ => Err(Refusal::Bad("its algorithm is not accepted")),
        }
    }
}

/// The claims are ours to check: by our clock, and more strictly.
fn signature_alone(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
