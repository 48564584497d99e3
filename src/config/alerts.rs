//! How alerts go out.

use super::{
    address::HttpAddress,
    environment::Environment,
    error::SettingsError,
    file,
    given::{Given, flag},
    mail::Mail,
};

/// The alerts section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerts {
    /// Where Telegram's bots are, or a server of one's own that speaks for them.
    pub telegram_url: String,
    /// Whether addresses that somebody typed may lead into private networks.
    pub private_addresses: bool,
    /// Who takes mail; nobody and there are no channels by mail.
    pub mail: Option<Mail>,
}

impl Alerts {
    pub(super) fn load(environment: &Environment, file: &file::Alerts) -> Result<Self, SettingsError> {
        let default = file::Alerts::default();
        let key = "[alerts] telegram-url";
        let given = Given::pick(environment, "APP_TELEGRAM_URL", key, &file.telegram_url, &default.telegram_url);
        let telegram = HttpAddress::parse(given.value).ok_or_else(|| given.wrong("an http or https address"))?;
        Ok(Self {
            telegram_url: telegram.as_str().to_owned(),
            private_addresses: flag(environment, "APP_ALERT_PRIVATE_ADDRESSES", file.private_addresses)?,
            mail: Mail::load(environment, file)?,
        })
    }
}
