//! The environment variables that are settings. No other is ever read.

use std::{collections::BTreeMap, ffi::OsString};

use super::error::SettingsError;

/// Every variable, in the order in which the help text has them.
pub const VARIABLES: [&str; 29] = [
    "LEPTOS_SITE_ADDR",
    "LEPTOS_SITE_ROOT",
    "DATABASE_URL",
    "APP_SEAL_SHARED",
    "APP_PUBLIC_URL",
    "APP_METRICS_ADDR",
    "APP_DRAIN_SECONDS",
    "APP_BEHIND_PROXY",
    "APP_SECRET_KEY",
    "APP_SECRET_KEY_OLD",
    "APP_ALLOWED_ORIGINS",
    "APP_ADMIN_ROLES",
    "APP_FORWARD_WEBHOOK_URL",
    "APP_TELEGRAM_URL",
    "APP_ALERT_PRIVATE_ADDRESSES",
    "APP_SMTP_URL",
    "APP_MAIL_FROM",
    "SUPABASE_JWT_SECRET",
    "SUPABASE_JWKS_URL",
    "SUPABASE_JWT_ISSUER",
    "WPP_BASE_URL",
    "WPP_API_KEY",
    "WPP_SECRET",
    "WPP_ROUTES",
    "WPP_RECONCILE_INTERVAL",
    "APP_EVENTS_KEEP_DAYS",
    "APP_EVENTS_KEEP_PER_SESSION",
    "APP_LOG",
    "RUST_LOG",
];

/// The values of [`VARIABLES`]. It has no `Debug`, since some of them are secrets.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<&'static str, String>);

impl Environment {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// [`SettingsError::NotText`] if a variable is not UTF-8.
    pub fn of_process() -> Result<Self, SettingsError> {
        Self::collect(|name| std::env::var_os(name))
    }

    /// An environment of exactly these values; names that are no settings are left out.
    #[must_use]
    pub fn of(values: &[(&str, &str)]) -> Self {
        let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Self::collect(value).unwrap_or_default()
    }

    fn collect(read: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let mut values = BTreeMap::new();
        for name in VARIABLES {
            let Some(value) = read(name) else { continue };
            let value = value.into_string().map_err(|_| SettingsError::NotText { setting: name })?;
            // `NAME=` in a compose file means that nobody filled it in
            let value = value.trim();
            if !value.is_empty() {
                values.insert(name, value.to_owned());
            }
        }
        Ok(Self(values))
    }

    /// The value of a variable, trimmed; `None` if it is not set or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
