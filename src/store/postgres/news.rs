//! News as the text of a notification: a server, a word and ids. Whoever may use the database can listen to it.

use uuid::Uuid;

use crate::{
    connect::ports::News,
    domain::{
        alert::{AlertKind, Notice},
        ids::{IntegrationId, OrganizationId},
    },
};

/// Every database has channels of its own.
pub(super) const CHANNEL: &str = "wpp_panel";

/// What `server` announces.
pub(super) fn write(server: &str, news: News) -> String {
    match news {
        News::Changed(organization, session) => format!("{server} changed {organization} {session}"),
        News::Alerted(organization, Notice { kind, session }) => {
            let session = session.map_or_else(String::new, |id| format!(" {id}"));
            format!("{server} alerted-{} {organization}{session}", kind.as_str())
        }
        News::SignedOut(organization) => format!("{server} signed-out {organization}"),
        News::Missed => format!("{server} missed"),
    }
}

/// What `server` says to itself, to hear whether it comes back.
pub(super) fn probe(server: &str, number: u32) -> String {
    format!("{server} probe {number}")
}

/// What another server than `server` announced; `None` for what it announced itself, and for words of another version.
pub(super) fn read(server: &str, text: &str) -> Option<News> {
    let (from, said) = text.split_once(' ')?;
    if from == server {
        return None;
    }
    let ids = |words: &str| words.split(' ').map(|word| word.parse().ok()).collect::<Option<Vec<Uuid>>>();
    match said.split_once(' ').unwrap_or((said, "")) {
        (word, words) if word.starts_with("alerted-") => {
            let kind = AlertKind::parse(&word["alerted-".len()..])?;
            let (organization, session) = match ids(words)?[..] {
                [organization] => (organization, None),
                [organization, session] => (organization, Some(IntegrationId(session))),
                _ => return None,
            };
            Some(News::Alerted(OrganizationId(organization), Notice { kind, session }))
        }
        ("changed", words) => match ids(words)?[..] {
            [organization, session] => Some(News::Changed(OrganizationId(organization), IntegrationId(session))),
            _ => None,
        },
        ("signed-out", words) => match ids(words)?[..] {
            [organization] => Some(News::SignedOut(OrganizationId(organization))),
            _ => None,
        },
        ("missed", "") => Some(News::Missed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_by_others_alone() {
        let (organization, session) = (OrganizationId(Uuid::from_u128(1)), IntegrationId(Uuid::from_u128(2)));
        let alerted = |kind, session| News::Alerted(organization, Notice { kind, session });
        for news in [
            News::Changed(organization, session),
            alerted(AlertKind::Down, Some(session)),
            alerted(AlertKind::Test, None),
            News::SignedOut(organization),
            News::Missed,
        ] {
            let text = write("one", news);
            assert_eq!((read("other", &text), read("one", &text)), (Some(news), None), "{text}");
        }
        assert_eq!(read("other", &probe("one", 1)), None);
    }

    #[test]
    fn what_cannot_be_understood_says_nothing() {
        let id = Uuid::from_u128(1);
        for text in [
            String::new(),
            "one".to_owned(),
            "one changed".to_owned(),
            format!("one changed {id}"),
            format!("one changed {id} {id} {id}"),
            format!("one changed {id} x"),
            format!("one alerted-down {id} {id} {id}"),
            format!("one alerted-later {id}"),
            "one alerted-".to_owned(),
            format!("one signed-out {id} {id}"),
            format!("one missed {id}"),
            format!("one news-of-a-later-version {id}"),
        ] {
            assert_eq!(read("other", &text), None, "{text}");
        }
    }
}
