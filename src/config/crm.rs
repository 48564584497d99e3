//! The CRM that calls us with the tokens of its users.

use super::{address::HttpAddress, environment::Environment, error::SettingsError, file, given::Given};
use crate::domain::secret::Secret;

const URL: &str = "an http or https address";

/// Who may call `/functions/v1`, and where events go on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crm {
    /// Origins whose pages may call: scheme, host and port, lower case.
    pub allowed_origins: Vec<String>,
    /// Checks tokens that are signed with HS256.
    pub jwt_secret: Option<Secret>,
    /// Where the public keys are for tokens that are signed with RS256 and ES256.
    pub jwks_url: Option<String>,
    /// The only issuer that is accepted, where one is set.
    pub jwt_issuer: Option<String>,
    /// Words in `user_roles` that mean administrator, lower case.
    pub admin_roles: Vec<String>,
    /// Where every event of the platform goes on to; it may hold a secret in its query.
    pub forward_webhook_url: Option<Secret>,
}

impl Crm {
    pub(super) fn load(environment: &Environment, file: &file::Crm) -> Result<Self, SettingsError> {
        let default = file::Crm::default();
        let key = "[crm] jwks-url";
        let jwks = Given::pick(environment, "SUPABASE_JWKS_URL", key, &file.jwks_url, &default.jwks_url);
        let key = "[crm] jwt-issuer";
        let issuer = Given::pick(environment, "SUPABASE_JWT_ISSUER", key, &file.jwt_issuer, &default.jwt_issuer);
        let key = "[crm] forward-webhook-url";
        let text = &file.forward_webhook_url;
        let forward = Given::pick(environment, "APP_FORWARD_WEBHOOK_URL", key, text, &default.forward_webhook_url);
        Ok(Self {
            allowed_origins: origins(environment, file)?,
            jwt_secret: jwt_secret(environment)?,
            jwks_url: url(&jwks)?.map(str::to_owned),
            jwt_issuer: Some(issuer.value.to_owned()).filter(|issuer| !issuer.is_empty()),
            admin_roles: roles(environment, file)?,
            forward_webhook_url: url(&forward)?.map(Secret::new),
        })
    }
}

/// An address that may have a query; an empty one is none.
fn url<'a>(given: &Given<'a>) -> Result<Option<&'a str>, SettingsError> {
    if given.value.is_empty() {
        return Ok(None);
    }
    let address = given.value.split('?').next().unwrap_or_default();
    let plain = given.value.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && HttpAddress::parse(address).is_some() { Ok(Some(given.value)) } else { Err(given.wrong_secret(URL)) }
}

fn origins(environment: &Environment, file: &file::Crm) -> Result<Vec<String>, SettingsError> {
    let (name, words) = list(environment, "APP_ALLOWED_ORIGINS", "[crm] allowed-origins", &file.allowed_origins);
    let origin = |word: &String| {
        HttpAddress::parse_origin(word).map(|address| as_browsers_say(&address)).ok_or_else(|| SettingsError::Wrong {
            setting: name.clone(),
            wanted: "origins like https://crm.example.org, with commas between",
            value: word.clone(),
        })
    };
    words.iter().map(origin).collect()
}

/// Lower case and without the port that is understood: it is compared with what a browser sends.
fn as_browsers_say(address: &HttpAddress) -> String {
    let origin = address.as_str().to_ascii_lowercase();
    let understood = if address.is_https() { ":443" } else { ":80" };
    origin.strip_suffix(understood).map(str::to_owned).unwrap_or(origin)
}

fn roles(environment: &Environment, file: &file::Crm) -> Result<Vec<String>, SettingsError> {
    let (name, words) = list(environment, "APP_ADMIN_ROLES", "[crm] admin-roles", &file.admin_roles);
    if words.is_empty() {
        let wanted = "at least one role, like owner,admin";
        return Err(SettingsError::Wrong { setting: name, wanted, value: String::new() });
    }
    Ok(words.iter().map(|word| word.to_lowercase()).collect())
}

fn list(environment: &Environment, variable: &str, key: &str, file: &[String]) -> (String, Vec<String>) {
    let (name, words) = match environment.get(variable) {
        Some(value) => (variable.to_owned(), value.split(',').map(str::to_owned).collect()),
        None => (format!("{key} in the settings file"), file.to_vec()),
    };
    (name, words.iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect())
}

/// Supabase's own are longer; a secret that can be guessed would let anybody in.
const SHORTEST_JWT_SECRET: usize = 32;

fn jwt_secret(environment: &Environment) -> Result<Option<Secret>, SettingsError> {
    match environment.get("SUPABASE_JWT_SECRET") {
        Some(secret) if secret.len() >= SHORTEST_JWT_SECRET => Ok(Some(Secret::new(secret))),
        Some(_) => Err(SettingsError::WrongSecret {
            setting: "SUPABASE_JWT_SECRET".to_owned(),
            wanted: "the project's JWT secret, 32 characters or more",
        }),
        None => Ok(None),
    }
}
