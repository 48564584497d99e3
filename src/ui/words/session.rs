//! Words of a session's page.

use crate::domain::{
    evidence::{Source, Trouble},
    time::Utc,
};

texts! {
    /// See `locales`.
    Words in "session" {
        /// The way back to the list.
        back,
        /// Name of the links to the page's parts.
        parts,
        /// Heading of what is known now.
        facts,
        /// The linked phone.
        phone,
        /// It is not known.
        no_phone,
        /// The account number.
        account,
        /// The masked key.
        key,
        /// The state behind a gateway that tells us nothing.
        last_known,
        /// When the state was confirmed, and by what.
        checked,
        /// The platform's own word at that time.
        word,
        /// Whether the gateway answers.
        gateway,
        /// It does.
        answers,
        /// Before the time of the last question.
        asked,
        /// It was not asked, and has spoken by itself.
        no_trouble,
        /// It was never asked.
        never_asked,
        /// Before the time since when the gateway tells us nothing.
        since,
        /// When the row was made.
        created,
        /// When it was connected for the first time.
        connected,
        /// It never was.
        never_connected,
        /// Stands where there is nothing to show.
        nothing,
        /// Heading of the changes.
        history,
        /// There are none.
        no_history,
        /// Opens the older ones; the number is how many there are.
        more_history,
        /// Name of the table with those.
        older,
        /// Column: when.
        when,
        /// Column: from what to what.
        state,
        /// Column: by what.
        cause,
        /// The row was made.
        made,
        /// Heading of the events.
        events,
        /// What is kept of them.
        events_about,
        /// There are none.
        no_events,
        /// There are none that are older.
        no_more_events,
        /// Column: when it arrived.
        received,
        /// Column: its type and id.
        event,
        /// Column: what became of it.
        fate,
        /// Column: what can be done.
        actions,
        /// An event without a type.
        no_kind,
        /// Before the platform's own time of an event.
        by_platform,
        /// It is kept, and nobody is to get it.
        taken,
        /// It is to be passed on.
        waiting,
        /// The same, after so many tries.
        waiting_again,
        /// It was passed on.
        passed_on,
        /// It was given up.
        given_up,
        /// The receiver answered with this status.
        status,
        /// The receiver did not answer in time.
        late,
        /// The receiver did not answer.
        silent,
        /// What was kept of the event cannot be read.
        unreadable,
        /// The button that takes an event up again.
        replay,
        /// To the older events.
        earlier,
        /// Back to the newest ones.
        newest,
        /// An event about a state was taken up again.
        replayed,
        /// The event that was taken up again is to be passed on.
        replayed_waiting,
        /// It was passed on.
        replayed_passed_on,
        /// It was given up once more.
        replayed_given_up,
        /// There was nothing left to do with it.
        nothing_to_do,
        /// Heading of the webhook key.
        webhook_key,
        /// What it is.
        webhook_key_about,
        /// The CRM made it.
        crm_key,
        /// The session has no account yet.
        no_account,
        /// The button that asks.
        change_key,
        /// The one that does it.
        change_key_now,
        /// The question.
        change_key_title,
        /// What will happen.
        change_key_text,
        /// The way back.
        cancel,
        /// It is done.
        key_changed,
        /// The platform does not know it yet.
        key_untold,
        /// The button that copies what stands beside it.
        copy,
        /// It is copied.
        copied,
        /// To the audit about this session.
        audit,
        /// The twelve months, short, with blanks between.
        months,
        /// The platform said so.
        by_event,
        /// It answered so.
        by_question,
        /// An attempt to connect did it.
        by_attempt,
        /// The gateway does not answer.
        unreachable,
        /// It answers with an error.
        unwell,
        /// It answers what cannot be understood.
        nonsense,
        /// It refuses the key.
        refused,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().session
}

impl Words {
    /// «26 нояб. 2026, 14:10:05 UTC»
    #[must_use]
    pub fn utc(&self, at: Utc) -> String {
        let Utc { year, month, day, hour, minute, second } = at;
        let month = usize::try_from(month - 1).ok().and_then(|month| self.months.split(' ').nth(month));
        let month = month.unwrap_or_default();
        format!("{day} {month} {year}, {hour:02}:{minute:02}:{second:02} UTC")
    }

    /// What made a state change, or confirmed it; `None` is an attempt to connect.
    #[must_use]
    pub fn cause_of(&self, source: Option<Source>) -> &'static str {
        match source {
            Some(Source::Webhook) => self.by_event,
            Some(Source::Probe) => self.by_question,
            None => self.by_attempt,
        }
    }

    /// Why the gateway tells us nothing.
    #[must_use]
    pub fn trouble(&self, trouble: Trouble) -> &'static str {
        match trouble {
            Trouble::Unreachable => self.unreachable,
            Trouble::Unwell => self.unwell,
            Trouble::Nonsense => self.nonsense,
            Trouble::Refused => self.refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::time::Timestamp;

    use super::t;

    #[test]
    fn a_time_is_readable_and_says_its_zone() {
        assert_eq!(t().utc(Timestamp(1_800_000_000_123).utc()), "15 янв. 2027, 08:00:00 UTC");
        assert_eq!(t().utc(Timestamp(951_868_799_000).utc()), "29 февр. 2000, 23:59:59 UTC");
        assert_eq!(t().utc(Timestamp(-1).utc()), "31 дек. 1969, 23:59:59 UTC");
    }
}
