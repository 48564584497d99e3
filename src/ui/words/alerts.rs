//! Words of alerts, on the page and in the messages.

use crate::domain::alert::{Alert, AlertKind};

texts! {
    /// See `locales`.
    Words in "alerts" {
        /// Heading and title.
        title,
        /// What it is for.
        about,
        /// Heading of the wait.
        after_title,
        /// Label: after how many minutes.
        after,
        /// The button that keeps it.
        save,
        /// It cannot be taken; the number is the most.
        bad_after,
        /// It is kept.
        after_saved,
        /// Heading of the channels.
        channels,
        /// There are none.
        none,
        /// Column: the kind.
        kind,
        /// Column: the address.
        address,
        /// Column: what can be done.
        actions,
        /// The button that tries one.
        test,
        /// The button that removes one.
        remove,
        /// The question.
        remove_title,
        /// What follows from a yes.
        remove_text,
        /// No.
        cancel,
        /// One was removed.
        removed,
        /// A test was taken.
        tested,
        /// It was not; the text says why.
        untested,
        /// Heading of the forms.
        add_title,
        /// The name of a kind.
        webhook,
        /// The name of a kind.
        telegram,
        /// What it takes.
        webhook_about,
        /// Label: the address.
        webhook_address,
        /// What it takes.
        telegram_about,
        /// Label: the chat.
        telegram_address,
        /// Label: the token.
        telegram_secret,
        /// The button that adds one.
        add,
        /// One was added.
        added,
        /// Label of the secret.
        secret,
        /// What to do with it.
        secret_about,
        /// It is no address.
        bad_url,
        /// It is no chat.
        bad_chat,
        /// It is no token.
        bad_token,
        /// So many there are; the number is the most.
        too_many,
        /// Heading of the messages.
        messages,
        /// There are none.
        no_messages,
        /// Column: when.
        when,
        /// Column: what it tells.
        what,
        /// Column: by which channel.
        whither,
        /// Column: what became of it.
        fate,
        /// A message that a session is down; its name.
        down,
        /// A message that it is back; its name.
        up,
        /// A test.
        trial,
        /// It is tried again; the number is how often it was.
        waiting,
        /// It was taken.
        taken,
        /// It was given up.
        given_up,
        /// The button that sends it again.
        retry,
        /// It is sent again.
        retried,
        /// The message itself: name, time, organization, address of its page.
        text_down,
        /// The message itself: name, organization.
        text_up,
        /// The message itself: organization.
        text_test,
        /// The name of a kind.
        browser,
        /// What it takes.
        browser_about,
        /// Where it leads.
        browser_shown,
        /// This browser has not been asked.
        browser_ask,
        /// The button that asks it.
        browser_allow,
        /// It shows notifications.
        browser_granted,
        /// It does not.
        browser_denied,
        /// It has none.
        browser_none,
        /// The name of a kind.
        email,
        /// What it takes.
        email_about,
        /// Label: the address.
        email_address,
        /// The operator has set no server for mail.
        email_none,
        /// It is no address for mail.
        bad_email,
        /// A mail was tried a moment ago.
        too_soon,
        /// The subject of a mail: a session is down; its name.
        subject_down,
        /// The subject of a mail: it is back; its name.
        subject_up,
        /// The subject of a mail: a test.
        subject_test,
        /// Below each mail: the panel's address.
        mail_footer,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().alerts
}

impl Words {
    /// The subject of a mail.
    #[must_use]
    pub fn subject(&self, alert: &Alert) -> String {
        match alert.kind {
            AlertKind::Down => super::fill(self.subject_down, &[&alert.name]),
            AlertKind::Up => super::fill(self.subject_up, &[&alert.name]),
            AlertKind::Test => self.subject_test.to_owned(),
        }
    }

    /// What a message says. `public_url` is the panel's own address.
    #[must_use]
    pub fn text(&self, alert: &Alert, organization: &str, public_url: &str) -> String {
        let Alert { kind, session, name, since } = alert;
        match kind {
            AlertKind::Down => {
                let page = session.map_or_else(|| public_url.to_owned(), |id| format!("{public_url}/sessions/{id}"));
                let since = super::session::t().utc(since.utc());
                super::fill(self.text_down, &[name, &since, &organization, &page])
            }
            AlertKind::Up => super::fill(self.text_up, &[name, &organization]),
            AlertKind::Test => super::fill(self.text_test, &[&organization]),
        }
    }
}
