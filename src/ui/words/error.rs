//! Words of the error pages.

texts! {
    /// See `locales`. Those of a status are a title and, behind the `|`, what to do.
    Words in "error" {
        /// 403
        forbidden,
        /// 404
        not_found,
        /// 405
        method,
        /// 410
        gone,
        /// 413
        too_large,
        /// 429
        too_many,
        /// Any other of the 4xx.
        bad_request,
        /// 502 to 504
        unavailable,
        /// Any other of the 5xx.
        internal,
        /// The way to the main page.
        home,
        /// The way to the sign-in.
        login,
        /// Before the status.
        code,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().error
}

impl Words {
    /// Title and hint for a status.
    #[must_use]
    pub fn of(&self, status: u16) -> [&'static str; 2] {
        super::parts(match status {
            403 => self.forbidden,
            404 => self.not_found,
            405 => self.method,
            410 => self.gone,
            413 => self.too_large,
            429 => self.too_many,
            502..=504 => self.unavailable,
            500.. => self.internal,
            _ => self.bad_request,
        })
    }
}
