//! The words of the simulated phone.

texts! {
    /// See `locales`.
    Words in "phone" {
        /// The page's name.
        title,
        /// What it is.
        lead,
        /// Nothing to do.
        empty,
        /// The button on a code.
        scan,
        /// The button on a linked phone.
        unlink,
        /// A code is there, for so many seconds.
        code,
        /// Scanned, not linked yet.
        linking,
        /// The phone is linked.
        linked,
        /// Neither.
        nothing,
        /// Looks again.
        refresh,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().phone
}
