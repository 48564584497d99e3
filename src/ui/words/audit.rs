//! Words of the audit.

texts! {
    /// See `locales`.
    Words in "audit" {
        /// Heading and title.
        title,
        /// What is shown here.
        about,
        /// Column: when.
        at,
        /// Column: who.
        who,
        /// Column: what.
        what,
        /// Column: to which session or person.
        subject,
        /// Column: from which address.
        address,
        /// What the panel did by itself.
        by_itself,
        /// Somebody who is not known here: a colleague of the CRM, or one who is gone.
        somebody,
        /// The link that saves everything.
        export,
        /// There is no line yet.
        none,
        /// There are no lines before these.
        no_more,
        /// To the lines before.
        earlier,
        /// To the newest lines.
        newest,
        /// Only lines of this person, or about this session.
        filtered,
        /// All lines again.
        all,
        /// Name of the link to the lines about a session.
        of_session,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().audit
}

/// What was done, in words; an action that is not known as it is.
#[must_use]
pub fn action(action: &str) -> String {
    super::here().action(action)
}
