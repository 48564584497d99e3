//! What people call a connected WhatsApp.

use std::fmt;

/// The longest name, in characters.
pub const MAX_NAME: usize = 60;

/// 1 to [`MAX_NAME`] characters, trimmed, without control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionName(String);

/// The name is empty, too long, or has control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadName;

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a name is 1 to {MAX_NAME} characters on one line")
    }
}

impl std::error::Error for BadName {}

impl SessionName {
    /// Parses what somebody typed.
    ///
    /// # Errors
    /// [`BadName`] if nothing is left after trimming, or it is too long, or not one line of text.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        let text = text.trim();
        let fits = (1..=MAX_NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(BadName) }
    }

    /// The text of the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first of «WhatsApp», «WhatsApp 2», «WhatsApp 3» … that no other session has, so that two can be told apart.
    #[must_use]
    pub fn first_free(taken: &[String]) -> Self {
        let mut name = "WhatsApp".to_owned();
        let mut ordinal = 1_usize;
        while taken.contains(&name) {
            ordinal += 1;
            name = format!("WhatsApp {ordinal}");
        }
        Self(name)
    }
}
