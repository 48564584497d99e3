//! Words of the page about the calls. What is said of the calls themselves is the document's, in English.

texts! {
    /// See `locales`.
    Words in "docs" {
        /// The page's name.
        title,
        /// What the page is made of, before the link to the document.
        made_of,
        /// Before the version.
        version,
        /// Name of the list of calls.
        calls,
        /// What goes into the address and the head.
        parameters,
        /// What goes into the body.
        body,
        /// What comes back.
        answers,
        /// Fields of a body.
        fields,
        /// Every other status.
        refusals,
        /// Beside what must be there.
        required,
        /// Who may call.
        security,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().docs
}
