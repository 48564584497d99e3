//! Words of one's own account, and of the link that sets a new password.

texts! {
    /// See `locales`.
    Words in "account" {
        /// Heading and title.
        title,
        /// Heading of the password.
        password,
        /// It is the CRM's.
        of_the_crm,
        /// Label: the present password.
        present,
        /// Label: the new one.
        wanted,
        /// What a password must be; the number is its least length.
        hint,
        /// The present password is another one.
        wrong,
        /// The new one cannot be taken; the number is its least length.
        bad,
        /// Too many wrong ones; the number is how many seconds to wait.
        too_many,
        /// The button.
        change,
        /// What happens to other sign-ins.
        change_note,
        /// It is done.
        changed,
        /// Heading of language and theme.
        look,
        /// Label: the language.
        language,
        /// That of the browser.
        by_browser,
        /// Label: the theme.
        theme,
        /// That of the system.
        by_system,
        /// Dark on light.
        light,
        /// Light on dark.
        dark,
        /// The button that keeps both.
        save,
        /// They are kept.
        saved,
        /// Heading of the sign-ins.
        sign_ins,
        /// What they are.
        sign_ins_about,
        /// The one that asks.
        this,
        /// A browser without a name.
        no_agent,
        /// Column: where.
        device,
        /// Column: from which address.
        address,
        /// Column: used last.
        seen,
        /// Column: made.
        since,
        /// Column: what can be done.
        actions,
        /// The button that ends one.
        end,
        /// The button that ends all others.
        end_others,
        /// One was ended.
        ended,
        /// All others were ended.
        others_ended,
        /// Heading and title of the page behind a link.
        reset_title,
        /// What the form does.
        reset_about,
        /// Its button.
        reset,
        /// The link is used, old or wrong.
        bad_link,
        /// Where to get another.
        bad_link_where,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().account
}
