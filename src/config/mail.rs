//! Who takes mail.

use axum::http::Uri;

use super::{environment::Environment, error::SettingsError, file, given::Given};
use crate::domain::secret::Secret;

/// The server that takes mail, and who it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// `APP_SMTP_URL`; it may have a password in it.
    pub url: Secret,
    /// `panel@example.org`, `Панель <panel@example.org>`.
    pub from: String,
}

impl Mail {
    /// `None` where no server is set.
    pub(super) fn load(environment: &Environment, file: &file::Alerts) -> Result<Option<Self>, SettingsError> {
        let Some(url) = environment.get("APP_SMTP_URL") else { return Ok(None) };
        if !is_server(url) {
            return Err(SettingsError::WrongSecret {
                setting: "APP_SMTP_URL".to_owned(),
                wanted: "smtps://user:password@host or smtp://user:password@host?tls=required; a password needs TLS",
            });
        }
        let from = Given::pick(environment, "APP_MAIL_FROM", "[alerts] mail-from", &file.mail_from, "");
        if from.value.parse::<lettre::message::Mailbox>().is_err() {
            let wanted = "the address that mails are from, like panel@example.org, since APP_SMTP_URL is set";
            return Err(from.wrong(wanted));
        }
        Ok(Some(Self { url: Secret::new(url), from: from.value.to_owned() }))
    }
}

/// What lettre understands, without what it would pass over in silence and without a password in the clear.
fn is_server(url: &str) -> bool {
    if url.contains('#') {
        return false;
    }
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
    let user = authority.as_str().rsplit_once('@').map(|(user, _)| user);
    let is_safe = match (scheme, uri.query()) {
        ("smtps", None) | ("smtp", Some("tls=required")) => true,
        ("smtp", None) => user.is_none() || is_loopback(authority.host()),
        _ => false,
    };
    let whole = |user: &str| user.split_once(':').is_some_and(|(name, word)| !name.is_empty() && !word.is_empty());
    is_safe && user.is_none_or(whole) && !authority.host().is_empty()
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_tls_alone() {
        for url in [
            "smtps://anna:word@smtp.example.org",
            "smtps://anna%40example.org:word@smtp.example.org:465/panel.example.org",
            "smtp://anna:word@smtp.example.org?tls=required",
            "smtp://relay.internal:25",
            "smtp://anna:word@127.0.0.1:2525",
        ] {
            assert!(is_server(url), "{url}");
        }
        for url in [
            "smtp.example.org",
            "https://smtp.example.org",
            "smtp://anna:word@smtp.example.org",
            "smtp://anna:word@smtp.example.org?tls=opportunistic",
            "smtp://anna:word@smtp.example.org?tls=required&tls=opportunistic",
            "smtp://relay.internal?starttls=true",
            "smtps://anna@smtp.example.org",
            "smtps://:word@smtp.example.org",
            "smtps:///",
            "",
        ] {
            assert!(!is_server(url), "{url}");
        }
    }

    #[test]
    fn both_or_nothing() {
        let load = |values: &[(&str, &str)]| Mail::load(&Environment::of(values), &file::Alerts::default());
        assert!(load(&[("APP_MAIL_FROM", "panel@example.org")]).unwrap().is_none());
        let refused = load(&[("APP_SMTP_URL", "smtps://anna:word@smtp.example.org")]).unwrap_err().to_string();
        assert!(refused.contains("mail-from") && !refused.contains("word"), "{refused}");
        let refused = load(&[("APP_SMTP_URL", "smtp://anna:pass@smtp.example.org")]).unwrap_err().to_string();
        assert!(refused.contains("APP_SMTP_URL") && !refused.contains(":pass@"), "{refused}");
        let from = "Панель <panel@example.org>";
        let mail = load(&[("APP_SMTP_URL", "smtp://relay.internal"), ("APP_MAIL_FROM", from)]).unwrap().unwrap();
        assert_eq!(mail.from, from);
        assert!(!format!("{mail:?}").contains("relay"));
    }
}
