//! Words of the first run.

texts! {
    /// See `locales`.
    Words in "setup" {
        /// Heading and title.
        title,
        /// What the form is for.
        intro,
        /// Label of the organization's name.
        organization,
        /// Label of the address.
        email,
        /// Label of the password.
        password,
        /// What a password must be; the number is its least length.
        password_hint,
        /// The button.
        submit,
        /// The name cannot be taken; the number is its greatest length.
        bad_organization,
        /// The address cannot be taken.
        bad_email,
        /// The password cannot be taken; the number is its least length.
        bad_password,
        /// The link is wrong, old or missing.
        no_token,
        /// Where to find the right one.
        no_token_where,
        /// How to get a new one.
        no_token_again,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().setup
}
