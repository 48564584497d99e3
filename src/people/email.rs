//! The addresses that people sign in with.

use std::fmt;

/// The longest address that mail can carry, in bytes (RFC 5321, 4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;

/// `local@domain`, trimmed and in lower case, so that one person has one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text cannot be an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadEmail;

impl fmt::Display for BadEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an e-mail address looks like name@example.org")
    }
}

impl std::error::Error for BadEmail {}

impl Email {
    /// Parses what somebody typed. Generous: only delivery can tell whether an address exists.
    ///
    /// # Errors
    /// [`BadEmail`] without exactly one `@` between two texts, with white space or control characters, or when longer
    /// than [`MAX_EMAIL`].
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let text = text.trim();
        let (local, domain) = text.split_once('@').ok_or(BadEmail)?;
        let fits = text.len() <= MAX_EMAIL
            && !local.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.chars().any(|sign| sign.is_whitespace() || sign.is_control());
        if fits { Ok(Self(text.to_lowercase())) } else { Err(BadEmail) }
    }

    /// The text of the address.
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
