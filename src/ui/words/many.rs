//! Words of the table of all sessions, of what is done to several, and of what is done to one on its page.

use crate::domain::many::{Bulk, Group};

texts! {
    /// See `locales`.
    Words in "many" {
        /// Heading and title.
        title,
        /// The way here.
        link,
        /// Label of the search.
        search,
        /// Label of the choice.
        only,
        /// No choice.
        all,
        /// Those that are switched off.
        off,
        /// The button that searches.
        apply,
        /// The way back to all.
        reset,
        /// How many are left, and of how many.
        found,
        /// None is left.
        none,
        /// There is none at all.
        empty,
        /// Column, and an order.
        usual,
        /// Column.
        name,
        /// Column.
        state,
        /// Column.
        phone,
        /// Column.
        checked,
        /// Beside the name of the first choice.
        primary_tag,
        /// Beside the name of one that is off.
        off_tag,
        /// The name of a checkbox.
        pick,
        /// The name of the checkbox above the others.
        pick_page,
        /// All that were found, also on other pages.
        pick_all,
        /// Label of the actions.
        with_picked,
        /// The button that does it.
        act,
        /// Nothing was picked.
        nothing,
        /// The page before.
        before,
        /// The page after.
        after,
        /// Which page this is, of how many.
        page,
        /// An action.
        check,
        /// An action.
        enable,
        /// An action.
        disable,
        /// An action.
        reconnect,
        /// An action.
        disconnect,
        /// The question before several are disconnected: one, few, many.
        sure,
        /// What follows from a yes.
        sure_text,
        /// So many more are not named.
        more,
        /// No.
        cancel,
        /// The page of results, while it grows.
        under_way,
        /// The name of the bar.
        progress,
        /// At its end: how many were done, how many were not.
        ended,
        /// A result.
        is_on,
        /// A result.
        was_on,
        /// A result.
        is_off,
        /// A result.
        was_off,
        /// A result.
        gone,
        /// A result: somebody else was faster.
        missing,
        /// What to do about a code.
        scan,
        /// The way back.
        back,
        /// Heading on the page of a session.
        manage,
        /// Label of the name.
        rename,
        /// The button that keeps it.
        save,
        /// It cannot be taken.
        bad_name,
        /// The button.
        make_primary,
        /// It is the first choice.
        is_primary,
        /// What that means.
        primary_about,
        /// What being off means.
        disable_about,
        /// It is off.
        off_now,
        /// What starting again means.
        reconnect_about,
        /// It was done.
        renamed,
        /// It was done.
        primary_now,
        /// It was started; its state.
        started,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().many
}

impl Words {
    /// The name of what is done.
    #[must_use]
    pub fn bulk(&self, bulk: Bulk) -> &'static str {
        match bulk {
            Bulk::Check => self.check,
            Bulk::Enable => self.enable,
            Bulk::Disable => self.disable,
            Bulk::Reconnect => self.reconnect,
            Bulk::Disconnect => self.disconnect,
        }
    }

    /// The name of a group, as the overview has it.
    #[must_use]
    pub fn group(group: Group) -> &'static str {
        let words = super::uptime::t();
        match group {
            Group::Connected => words.connected,
            Group::WantsCode => words.wants_code,
            Group::Unreachable => words.unreachable,
            Group::Other => words.other,
        }
    }
}
