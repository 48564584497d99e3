//! Words of «Что делать».

texts! {
    /// See `locales`. Those of a topic are a title, what it means and what to do, step by step, with `|` between them.
    Words in "help" {
        /// Heading and title of the list.
        title,
        /// What the list is.
        about,
        /// Heading of the steps.
        what_to_do,
        /// Before a code.
        code,
        /// What a code is for.
        code_about,
        /// The way to the list.
        all,
        /// The way to the main page.
        home,
        /// 401
        signed_out,
        /// Wrong password, or too many of them.
        sign_in,
        /// 403
        forbidden,
        /// 404
        not_found,
        /// 409
        cancelled,
        /// 400
        bad_input,
        /// No connection to the gateway.
        gateway_down,
        /// It does not answer in time.
        gateway_slow,
        /// It answers with errors.
        gateway_unwell,
        /// It answers what cannot be understood.
        gateway_nonsense,
        /// It refuses our key.
        gateway_refused,
        /// 503
        unavailable,
        /// 500
        internal,
        /// The server cannot be reached.
        offline,
        /// The gateway gave no code.
        no_code,
        /// The platform reported an error.
        failed,
        /// A session is down.
        dropped,
        /// It was unlinked on the phone.
        logged_out,
        /// It needs a code.
        scan,
        /// A row that cannot be read.
        unreadable,
        /// An alert was not taken.
        undelivered,
        /// 410
        gone,
        /// 413
        too_large,
        /// 429
        too_many,
        /// 405
        method,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().help
}
