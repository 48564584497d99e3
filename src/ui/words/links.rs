//! Words of the links for the person with the phone, as administrators see them.

texts! {
    /// See `locales`.
    Words in "links" {
        /// Heading and title.
        title,
        /// What it is.
        about,
        /// Before the way here, on the main page.
        offer,
        /// The way here.
        offer_link,
        /// Heading of the form.
        make_title,
        /// Label: what is connected.
        what,
        /// A new one.
        new,
        /// Label: how long it works.
        life,
        /// A number of minutes.
        minutes,
        /// A number of hours.
        hours,
        /// The button.
        make,
        /// Label of the link.
        link,
        /// What to do with it.
        link_about,
        /// The button that copies it.
        copy,
        /// It is copied.
        copied,
        /// The button that hands it to another program.
        share,
        /// So many are open; the number is the most.
        too_many,
        /// Heading of the links.
        list,
        /// There are none.
        none,
        /// Column: when it was made.
        made,
        /// Column: where it stands.
        state,
        /// Column: how long it still works.
        left,
        /// Column: what can be done.
        actions,
        /// The button that calls one back.
        revoke,
        /// Its full name.
        revoke_of,
        /// One was called back.
        revoked_done,
        /// A state.
        waiting,
        /// A state.
        taken,
        /// A state.
        connected,
        /// A state.
        revoked,
        /// A state.
        expired,
        /// Stands where there is nothing to show.
        nothing,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().links
}
