//! Reading what the server has written: answers, what it tells by itself, and what a page begins with.

#[cfg(feature = "hydrate")]
mod script;
#[cfg(feature = "ssr")]
mod value;

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::Serialize;

use crate::domain::lean::{Node, Read};

#[cfg(feature = "hydrate")]
use script::document;
#[cfg(feature = "ssr")]
use value::document;

use super::wire::{Picture, Step};

/// How answers cross: as JSON, which the browser reads by itself.
pub struct Answer;

/// The same for `#[server]`.
pub type Answers = Post<Answer>;

impl ContentType for Answer {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Answer {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Answer {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: Read> Decodes<T> for Answer {
    type Error = &'static str;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        std::str::from_utf8(&bytes).ok().and_then(read).ok_or("not what was asked for")
    }
}

/// Reads a text; `None` if it is no JSON, or another value.
pub fn read<T: Read>(text: &str) -> Option<T> {
    T::read(&document(text)?)
}

impl Read for Picture {
    fn read(from: &impl Node) -> Option<Self> {
        match from.field("svg") {
            Some(svg) => svg.text().map(Self::Svg),
            None => from.field("image")?.text().map(Self::Image),
        }
    }
}

impl Read for Step {
    fn read(from: &impl Node) -> Option<Self> {
        let Some(word) = from.text() else {
            let scan = from.field("scan")?;
            return Some(Self::Scan {
                ordinal: Read::read(&scan.field("ordinal")?)?,
                picture: Read::read(&scan.field("picture")?)?,
                expires_at: Read::read(&scan.field("expires_at")?)?,
            });
        };
        Some(match &*word {
            "preparing" => Self::Preparing,
            "linking" => Self::Linking,
            "connected" => Self::Connected,
            "time_is_up" => Self::TimeIsUp,
            "no_code" => Self::NoCode,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use uuid::Uuid;

    use super::*;
    use crate::{
        api::{
            ApiError, ErrorCode,
            wire::{CancelEnd, Card, CardChange, Panel, Progress},
        },
        domain::{
            evidence::{Source, Trouble},
            ids::{AttemptId, IntegrationId},
            state::SessionState,
            time::Timestamp,
        },
    };

    fn reads_back<T: Serialize + Read + PartialEq + Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&read::<T>(&text).unwrap(), value, "{text}");
        // a list, a number or another word is none
        for odd in ["[]", "7", "\"odd\"", "{}", "{\"odd\":1}", "null"] {
            assert!(read::<T>(odd).is_none(), "{odd} for {text}");
        }
    }

    fn card() -> Card {
        Card {
            id: IntegrationId(Uuid::from_u128(1)),
            name: "Приёмная \"А\"".to_owned(),
            account: Some("org_1234abcd".to_owned()),
            key: None,
            is_primary: true,
            is_enabled: false,
            shared_key: true,
            phone: None,
            state: SessionState::LoggedOut,
            checked_at: Some(Timestamp(5)),
            source: Some(Source::Probe),
            trouble: Some((Trouble::Nonsense, Timestamp(7))),
            settles_at: None,
            attempt: Some(AttemptId(Uuid::from_u128(2))),
        }
    }

    #[test]
    fn whatever_is_written_is_read_back_and_nothing_else_is() {
        SessionState::ALL.iter().for_each(reads_back);
        [Source::Webhook, Source::Probe].iter().for_each(reads_back);
        [Trouble::Unreachable, Trouble::Unwell, Trouble::Nonsense, Trouble::Refused].iter().for_each(reads_back);
        [CancelEnd::Ended, CancelEnd::Connected, CancelEnd::NotYours].iter().for_each(reads_back);
        ErrorCode::ALL.iter().for_each(reads_back);
        reads_back(&ApiError { code: ErrorCode::Internal, ticket: "SRV-500-7K2".to_owned() });
        reads_back(&card());
        reads_back(&CardChange { now: Timestamp(9), card: card() });
        reads_back(&Panel { now: Timestamp(9), cards: vec![card(), card()] });
        let scan = |picture| Step::Scan { ordinal: 3, picture, expires_at: Timestamp(60_000) };
        let pictures = [None, Some(Picture::Svg("<svg/>".to_owned())), Some(Picture::Image("data:".to_owned()))];
        let steps = pictures.into_iter().map(scan).chain([
            Step::Preparing,
            Step::Linking,
            Step::Connected,
            Step::TimeIsUp,
            Step::NoCode,
            Step::Failed,
        ]);
        for step in steps {
            reads_back(&step);
            reads_back(&Progress {
                id: IntegrationId(Uuid::from_u128(1)),
                attempt: None,
                account: None,
                step,
                trouble: Some(Trouble::Refused),
                now: Timestamp(1),
            });
        }
    }

    /// A server that was updated may send more than a page of before knows.
    #[test]
    fn fields_of_a_later_version_are_passed_over() {
        let text = serde_json::to_string(&ApiError { code: ErrorCode::Offline, ticket: String::new() }).unwrap();
        let later = text.replacen('{', "{\"more\":{\"deep\":[1,2]},", 1);
        assert_eq!(read::<ApiError>(&later).unwrap().code, ErrorCode::Offline);
    }
}
