//! Words around every page.

texts! {
    /// See `locales`.
    Words in "shell" {
        /// The product.
        product,
        /// The link past the header.
        skip,
        /// Above everything in demo mode.
        demo,
        /// The link to the simulated phone.
        demo_phone,
        /// Name of the navigation.
        navigation,
        /// The main page, in the navigation.
        integrations,
        /// Integrations of other providers, in the navigation.
        providers,
        /// Colleagues, in the navigation.
        staff,
        /// Alerts, in the navigation.
        alerts,
        /// The audit, in the navigation.
        audit,
        /// The button that signs out.
        sign_out,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().shell
}
