//! Words of the page that such a person sees.

texts! {
    /// See `locales`.
    Words in "guest" {
        /// Heading and title.
        title,
        /// What is asked for.
        about,
        /// The button that shows the code.
        begin,
        /// What the press means.
        once,
        /// For whoever is on the phone.
        phone,
        /// There is no script.
        no_script,
        /// The address has no token.
        no_token,
        /// Whose it is.
        whom,
        /// Until when it works.
        left,
        /// It opens nothing, and what to do.
        bad_link,
        /// It was called back, and what to do.
        revoked,
        /// Its time is over, and what to do.
        expired,
        /// It is done.
        connected,
        /// It could not be begun, and what to do.
        trouble,
        /// Too many wrong ones; the number is how many seconds to wait.
        too_often,
        /// The server does not answer.
        lost,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().guest
}
