//! Phone numbers as the platform sends them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// 7 to 15 digits (E.164) without the plus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads `+79990001122`, `79990001122@c.us`, `79990001122:12@s.whatsapp.net` and the like; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let user = text.trim().split(['@', ':']).next().unwrap_or_default();
        let digits: String = user.chars().filter(char::is_ascii_digit).collect();
        let only_phone_signs = user.chars().all(|sign| sign.is_ascii_digit() || "+ -()".contains(sign));
        (only_phone_signs && (7..=15).contains(&digits.len())).then_some(Self(digits))
    }

    /// The digits alone.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    /// `+7 999 000-11-22` for an 11-digit number that begins with 7, else a plus and the digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let d = &self.0;
        if d.len() == 11 && d.starts_with('7') {
            write!(f, "+7 {} {}-{}-{}", &d[1..4], &d[4..7], &d[7..9], &d[9..])
        } else {
            write!(f, "+{d}")
        }
    }
}
