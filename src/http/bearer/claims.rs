//! What a token must say. A claim of the wrong type refuses the token: it is not the same as one that is not there.

use std::time::Duration;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    domain::{ids::UserId, time::Timestamp},
    people::email::Email,
};

/// How far the clocks of Supabase and of this machine may be apart.
pub(super) const LEEWAY: Duration = Duration::from_secs(30);
/// The audience and the role of a signed-in user; `anon` and `service_role` are no persons.
const USER: &str = "authenticated";

/// The payload as it is signed.
#[derive(Deserialize)]
pub(super) struct Claims {
    sub: Uuid,
    aud: Audience,
    role: String,
    /// Seconds since 1970; a fraction is allowed.
    exp: f64,
    #[serde(default, deserialize_with = "present")]
    nbf: Option<f64>,
    #[serde(default, deserialize_with = "present")]
    iss: Option<String>,
    /// Only a name, so that whatever it is refuses nobody.
    email: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// `null` is there and is of the wrong type.
fn present<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Whom a token names, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub user: UserId,
    /// In lower case; `None` if the token has none that could be one.
    pub email: Option<String>,
    /// The end, leeway included.
    pub until: Timestamp,
}

impl Claims {
    /// Whom it names, if all of it is as it must be; else what is wrong, for the log.
    pub fn check(self, issuer: Option<&str>, now: Timestamp) -> Result<Named, &'static str> {
        let until = moment(self.exp).plus(LEEWAY);
        if now >= until {
            return Err("it is over");
        }
        if self.nbf.is_some_and(|begin| now.plus(LEEWAY) < moment(begin)) {
            return Err("it has not begun");
        }
        let meant_for_us = match &self.aud {
            Audience::One(audience) => audience == USER,
            Audience::Many(audiences) => audiences.iter().any(|audience| audience == USER),
        };
        if !meant_for_us {
            return Err("it is for another audience");
        }
        if self.role != USER {
            return Err("it is of no signed-in user");
        }
        if issuer.is_some_and(|wanted| self.iss.as_deref() != Some(wanted)) {
            return Err("it is of another issuer than SUPABASE_JWT_ISSUER");
        }
        let email = self.email.as_ref().and_then(Value::as_str).and_then(|text| Email::parse(text).ok());
        Ok(Named { user: UserId(self.sub), email: email.map(|email| email.as_str().to_owned()), until })
    }
}

/// Beyond what a timestamp holds, this is its end, in either direction.
fn moment(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1000.0) as i64)
}
