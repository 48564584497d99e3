//! How somebody wants the panel to look: nothing of it is a secret.

/// Light or dark, whatever the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// The word as cookies, forms and the database have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word)
    }
}

/// What somebody has chosen; what is `None` is the browser's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// A language's code.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: Option<Theme>,
}
