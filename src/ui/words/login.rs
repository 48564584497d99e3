//! Words of the sign-in page.

texts! {
    /// See `locales`.
    Words in "login" {
        /// Heading and title.
        title,
        /// Label of the address.
        email,
        /// Label of the password.
        password,
        /// The button.
        submit,
        /// Unknown address or wrong password.
        wrong,
        /// Too many failures; the number is in seconds.
        too_many,
        /// Nobody exists yet: what this is.
        first_run,
        /// Nobody exists yet: what to do.
        first_run_how,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().login
}
