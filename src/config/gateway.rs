//! Which gateway, and what opens it.

use std::time::Duration;

use super::{
    address::HttpAddress,
    environment::Environment,
    error::SettingsError,
    file,
    given::{Given, whole},
};
use crate::domain::secret::Secret;

/// The gateway of this installation. Whoever needs one must say what happens in each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// The simulator, inside this process.
    Demo,
    /// The platform, with one key for all organizations.
    Global {
        /// Where it is.
        platform: Platform,
        /// `WPP_API_KEY`
        api_key: Secret,
    },
    /// The platform, which makes a key for every connection.
    PerClient {
        /// Where it is.
        platform: Platform,
        /// `WPP_SECRET`
        secret: Secret,
    },
}

/// A deployment of the WPP Platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Its address, without a closing slash.
    pub base_url: HttpAddress,
    /// Its paths for webhooks and for stopping.
    pub routes: Routes,
}

/// Which of the two known forms of paths the deployment has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routes {
    /// Find out.
    Auto,
    /// `/api/webhooks/{number}` and `DELETE /api/accounts/{number}`.
    Plan,
    /// `/internal/session/{number}/…`.
    Internal,
}

impl Gateway {
    /// `None` where no credentials are set. The key per client wins over the global one.
    pub(super) fn load(
        environment: &Environment,
        file: &file::Gateway,
        demo: bool,
    ) -> Result<Option<Self>, SettingsError> {
        let default = file::Gateway::default();
        let address = Given::pick(environment, "WPP_BASE_URL", "[gateway] base-url", &file.base_url, &default.base_url);
        if demo {
            for variable in ["WPP_API_KEY", "WPP_SECRET"] {
                if environment.get(variable).is_some() {
                    return Err(SettingsError::NotADemo { setting: variable.to_owned() });
                }
            }
            if address.chosen {
                return Err(SettingsError::NotADemo { setting: address.name });
            }
            return Ok(Some(Self::Demo));
        }
        let base_url = HttpAddress::parse(address.value).ok_or_else(|| {
            address.wrong("an http or https address without user and query, like https://msg.academyos.ru")
        })?;
        let platform = Platform { base_url, routes: Routes::load(environment, file)? };
        let api_key = credential(environment, "WPP_API_KEY")?;
        let secret = credential(environment, "WPP_SECRET")?;
        Ok(match (secret, api_key) {
            (Some(secret), _) => Some(Self::PerClient { platform, secret }),
            (None, Some(api_key)) => Some(Self::Global { platform, api_key }),
            (None, None) => None,
        })
    }
}

impl Routes {
    fn load(environment: &Environment, file: &file::Gateway) -> Result<Self, SettingsError> {
        let default = file::Gateway::default();
        let given = Given::pick(environment, "WPP_ROUTES", "[gateway] routes", &file.routes, &default.routes);
        match given.value {
            "auto" => Ok(Self::Auto),
            "plan" => Ok(Self::Plan),
            "internal" => Ok(Self::Internal),
            _ => Err(given.wrong("auto, plan or internal")),
        }
    }
}

/// How often every session is asked for, whether somebody looks or not.
pub(super) fn reconcile_every(environment: &Environment, file: &file::Gateway) -> Result<Duration, SettingsError> {
    let key = "[gateway] reconcile-interval";
    let seconds = whole(environment, "WPP_RECONCILE_INTERVAL", key, file.reconcile_interval)
        .within(30..=86_400, "a whole number of seconds, from 30 to 86400")?;
    Ok(Duration::from_secs(u64::from(seconds)))
}

fn credential(environment: &Environment, variable: &'static str) -> Result<Option<Secret>, SettingsError> {
    let Some(value) = environment.get(variable) else { return Ok(None) };
    // it goes into a header
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(Secret::new(value)));
    }
    Err(SettingsError::WrongSecret { setting: variable.to_owned(), wanted: "one word of ASCII characters" })
}
