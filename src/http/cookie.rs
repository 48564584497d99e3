//! Cookies: the one that carries the sign-in's token, and those that tell language and theme.

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
    value(headers, name(secure)).map(Secret::new)
}

/// The value of a cookie that the browser sent.
#[must_use]
pub fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The `Set-Cookie` value of something that is no secret, for a year; without a value it is taken back.
#[must_use]
pub fn plain(name: &str, value: Option<&str>, secure: bool) -> Option<HeaderValue> {
    const YEAR: u64 = 365 * 24 * 60 * 60;
    header_value(name, value.unwrap_or_default(), value.map_or(0, |_| YEAR), secure)
}

/// The `Set-Cookie` value that gives the browser a token, for [`SIGN_IN_LIFE`].
#[must_use]
pub fn set(token: &Secret, secure: bool) -> Option<HeaderValue> {
    let mut value = header_value(name(secure), token.expose(), SIGN_IN_LIFE.as_secs(), secure)?;
    value.set_sensitive(true);
    Some(value)
}

/// The `Set-Cookie` value that takes it back.
#[must_use]
pub fn clear(secure: bool) -> Option<HeaderValue> {
    header_value(name(secure), "", 0, secure)
}

/// The name of the cookie of a browser that took a link for the person with the phone.
fn guest_name(secure: bool) -> &'static str {
    if secure { "__Host-wpp_guest" } else { "wpp_guest" }
}

/// The token of a browser that took a link.
#[must_use]
pub fn guest_token(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    value(headers, guest_name(secure)).map(Secret::new)
}

/// The `Set-Cookie` value that gives a browser its token, for so many seconds.
#[must_use]
pub fn guest(token: &Secret, seconds: u64, secure: bool) -> Option<HeaderValue> {
    let mut value = header_value(guest_name(secure), token.expose(), seconds, secure)?;
    value.set_sensitive(true);
    Some(value)
}

fn header_value(name: &str, value: &str, seconds: u64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    // what we write fits a header; None cannot happen, and is not worth a panic
    HeaderValue::try_from(text).ok()
}
