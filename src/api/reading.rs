//! Reading what has words and objects beside each other: where an attempt stands, and its picture. By hand, since what serde
//! derives for it is three times as long (`domain/lean.rs`).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use crate::domain::{lean::read_by_name, time::Timestamp};

use super::wire::{Picture, Step};

/// What [`Step::Scan`] holds.
struct Scan {
    ordinal: u32,
    picture: Option<Picture>,
    expires_at: Timestamp,
}

read_by_name!(Scan { ordinal, picture, expires_at });

impl<'de> Deserialize<'de> for Picture {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct OneField;

        impl<'de> Visitor<'de> for OneField {
            type Value = Picture;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a picture")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Picture, A::Error> {
                match from.next_entry::<String, String>()? {
                    Some((kind, text)) if kind == "svg" => Ok(Picture::Svg(text)),
                    Some((kind, text)) if kind == "image" => Ok(Picture::Image(text)),
                    _ => Err(Error::custom("an unknown picture")),
                }
            }
        }

        from.deserialize_map(OneField)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct WordOrScan;

        impl<'de> Visitor<'de> for WordOrScan {
            type Value = Step;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a step")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Step, E> {
                Ok(match word {
                    "preparing" => Step::Preparing,
                    "linking" => Step::Linking,
                    "connected" => Step::Connected,
                    "time_is_up" => Step::TimeIsUp,
                    "no_code" => Step::NoCode,
                    "failed" => Step::Failed,
                    _ => return Err(E::custom("an unknown step")),
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Step, A::Error> {
                match from.next_entry::<String, Scan>()? {
                    Some((word, Scan { ordinal, picture, expires_at })) if word == "scan" => {
                        Ok(Step::Scan { ordinal, picture, expires_at })
                    }
                    _ => Err(Error::custom("an unknown step")),
                }
            }
        }

        from.deserialize_any(WordOrScan)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Serialize, de::DeserializeOwned};
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
        },
    };

    fn reads_back<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
        // a list, a number or another word is none
        for odd in ["[]", "7", "\"odd\"", "{}", "{\"odd\":1}", "null"] {
            assert!(serde_json::from_str::<T>(odd).is_err(), "{odd} for {text}");
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
        assert_eq!(serde_json::from_str::<ApiError>(&later).unwrap().code, ErrorCode::Offline);
    }
}
