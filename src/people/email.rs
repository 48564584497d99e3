//! The address a person signs in with.

use std::fmt;

/// The longest address that mail can be sent to, in bytes (RFC 5321).
pub const MAX_EMAIL: usize = 254;

/// An e-mail address, trimmed and in lower case, so that one person is one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadEmail;

impl fmt::Display for BadEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an e-mail address is like anna@example.org")
    }
}

impl std::error::Error for BadEmail {}

impl Email {
    /// Parses what somebody typed. Only what cannot be an address is refused; whether it exists is another question.
    ///
    /// # Errors
    /// [`BadEmail`] without exactly one `@` with text on both sides, with blanks, or over [`MAX_EMAIL`].
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let email = text.trim().to_lowercase();
        let parts = email.split_once('@');
        let sane = parts.is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains("..")
        });
        let odd = email.chars().any(|character| character.is_whitespace() || character.is_control());
        if sane && !odd && email.len() <= MAX_EMAIL { Ok(Self(email)) } else { Err(BadEmail) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_spelling() {
        assert_eq!(Email::parse("  Admin@Example.ORG ").unwrap().as_str(), "admin@example.org");
        assert_eq!(Email::parse("Директор@Школа.рф").unwrap().as_str(), "директор@школа.рф");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for text in ["", "admin", "@example.org", "admin@", "a@b@c", "a b@c.org", "a@b.org\u{0}", "a@b\n.org"] {
            assert_eq!(Email::parse(text), Err(BadEmail), "{text:?}");
        }
        assert_eq!(Email::parse(&format!("{}@b.org", "a".repeat(MAX_EMAIL))), Err(BadEmail));
    }
}
