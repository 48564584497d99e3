//! The one cookie: it carries the sign-in's token.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{domain::secret::Secret, people::SIGN_IN_LIFE};

/// The cookie's name over https: the prefix keeps other hosts and paths from setting it.
pub const SECURE_NAME: &str = "__Host-wpp_panel";
/// The cookie's name over plain http, where browsers refuse the prefix.
pub const PLAIN_NAME: &str = "wpp_panel";

fn name(secure: bool) -> &'static str {
    if secure { SECURE_NAME } else { PLAIN_NAME }
}

/// The token that the browser sent, whatever it is worth.
#[must_use]
pub fn token(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name(secure))
        .map(|(_, value)| Secret::new(value))
}

/// The `Set-Cookie` value that gives the browser a token, for [`SIGN_IN_LIFE`].
#[must_use]
pub fn set(token: &Secret, secure: bool) -> Option<HeaderValue> {
    let mut value = header_value(token.expose(), SIGN_IN_LIFE.as_secs(), secure)?;
    value.set_sensitive(true);
    Some(value)
}

/// The `Set-Cookie` value that takes it back.
#[must_use]
pub fn clear(secure: bool) -> Option<HeaderValue> {
    header_value("", 0, secure)
}

fn header_value(value: &str, seconds: u64, secure: bool) -> Option<HeaderValue> {
    let name = name(secure);
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    // a token is base64url and fits a header; None cannot happen, and is not worth a panic
    HeaderValue::try_from(text).ok()
}
