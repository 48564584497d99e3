//! Events that the platform sends us, in all three shapes. They are unsigned: the key in the address proves the origin,
//! and nothing in the body does.

use serde_json::Value;

use crate::{
    connect::ports::SessionEvent,
    domain::{account::AccountNumber, word::GatewayWord},
};

use super::{code_life, qr_field, reading};

/// What every id of an event begins with. A message may carry an id of its own in the same place.
const ID: &str = "evt_";
/// Ids of events are a few dozen characters long; what is longer is none.
const LONGEST_ID: usize = 128;
/// How much of a type is kept, in characters.
const LONGEST_KIND: usize = 64;

/// What an event says about a session; `None` if the body is no JSON object. Types that change no session, known or
/// unknown, come back without a word.
///
/// Shapes: `{id, type, created, data:{account, …}}`, `{event, data:{…}}`, and a flat message `{account, from, type, …}`.
#[must_use]
pub fn session_event(body: &[u8]) -> Option<SessionEvent> {
    let Ok(Value::Object(event)) = serde_json::from_slice(body) else { return None };
    let data = event.get("data").and_then(Value::as_object);
    let named = ["account", "session"]
        .into_iter()
        .find_map(|name| [data, Some(&event)].into_iter().flatten().find_map(|object| account_of(object.get(name)?)));
    let kind = ["type", "event"].into_iter().find_map(|name| event.get(name)?.as_str()).unwrap_or_default();
    let word = word_of(kind);
    let id = event.get("id").and_then(Value::as_str);
    let id = id.filter(|id| id.starts_with(ID) && id.len() <= LONGEST_ID).map(str::to_owned);
    let kind = kind.chars().take(LONGEST_KIND).collect();
    let qr = match &word {
        Some(GatewayWord::QrNeeded) => qr_field::find(&event).unwrap_or_else(|why| {
            tracing::warn!(why, "a qr event with a value that is no code");
            None
        }),
        _ => None,
    };
    let own = named.as_ref().map_or("", AccountNumber::as_str);
    let phone = if word == Some(GatewayWord::Up) { reading::phone(&event, own) } else { None };
    let happened_at = event.get("created").and_then(code_life::moment);
    Some(SessionEvent { id, kind, happened_at, number: named, word, qr, phone })
}

fn account_of(value: &Value) -> Option<AccountNumber> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    AccountNumber::try_from(text).ok()
}

fn word_of(kind: &str) -> Option<GatewayWord> {
    match kind.trim().to_ascii_lowercase().as_str() {
        "qr" => Some(GatewayWord::QrNeeded),
        "connected" | "ready" | "session.connected" => Some(GatewayWord::Up),
        "offline" | "disconnected" | "session.disconnected" => Some(GatewayWord::Offline),
        "logout" => Some(GatewayWord::LoggedOut),
        _ => None,
    }
}

/// Tests of what is sent in practice are in `tests/gateway`; these hold the table.
#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::domain::{qr::CodeLife, time::Timestamp};

    use super::*;

    fn event(text: &str) -> SessionEvent {
        session_event(text.as_bytes()).unwrap()
    }

    #[test]
    fn all_three_shapes_name_their_account() {
        for body in [
            r#"{"id":"evt_1","type":"connected","created":1,"data":{"account":"org_1","phone":"79990001122"}}"#,
            r#"{"event":"connected","data":{"account":"org_1","me":"79990001122@c.us"}}"#,
        ] {
            let event = event(body);
            assert_eq!(event.number.unwrap().as_str(), "org_1");
            assert_eq!(event.word, Some(GatewayWord::Up));
            assert_eq!(event.phone.unwrap().digits(), "79990001122");
        }
        let flat = event(r#"{"account":"org_1","from":"+7985","type":"chat","text":"connected"}"#);
        assert_eq!((flat.number.unwrap().as_str(), flat.word), ("org_1", None));
    }

    #[test]
    fn an_event_is_known_by_its_id_and_type() {
        let named = event(r#"{"id":"evt_1","type":"Message.Odd","data":{}}"#);
        assert_eq!((named.id.as_deref(), named.kind.as_str()), (Some("evt_1"), "Message.Odd"));
        // a message's own id is not the event's: two events can be about one message
        let message = event(r#"{"id":"3EB0","account":"a","type":"chat"}"#);
        assert_eq!((message.id, message.kind.as_str()), (None, "chat"));
        let long = format!(r#"{{"id":"evt_{0}","event":"{0}"}}"#, "я".repeat(100));
        assert_eq!((event(&long).id, event(&long).kind), (None, "я".repeat(64)));
    }

    #[test]
    fn its_own_time_is_read_in_every_form() {
        let at = |created: &str| event(&format!(r#"{{"type":"connected","created":{created}}}"#)).happened_at;
        let moment = Some(Timestamp(1_800_000_000_000));
        for form in ["1800000000", "1800000000000", "1800000000.0", r#""1800000000""#, r#""2027-01-15T08:00:00Z""#] {
            assert_eq!(at(form), moment, "{form}");
        }
        for none in ["null", "0", "-5", "{}", r#""yesterday""#, "1e300", "true"] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn a_code_comes_under_every_name() {
        for body in [
            r#"{"type":"qr","data":{"account":"a","qr":"2@x"}}"#,
            r#"{"type":"qr","data":{"account":"a","qrcode":"2@x"}}"#,
            r#"{"event":"QR","qr":"2@x","data":{}}"#,
        ] {
            assert_eq!(event(body).qr.unwrap().payload.as_str(), "2@x", "{body}");
        }
    }

    #[test]
    fn a_code_brings_its_life_along() {
        let life = |end: &str| {
            event(&format!(r#"{{"type":"qr","created":1800000000,"data":{{"account":"a","qr":"2@x"{end}}}}}"#))
                .qr
                .unwrap()
                .life
        };
        let half_a_minute = Some(CodeLife::For(Duration::from_secs(30)));
        assert_eq!(life(r#","expiresAt":1800000030"#), half_a_minute);
        assert_eq!(life(r#","ttl":30"#), half_a_minute);
        assert_eq!(life(""), None);
    }

    #[test]
    fn messages_and_unknown_types_change_no_session() {
        for kind in ["message", "message.incoming", "ptt", "delivery", "sla.violation", "constructed", ""] {
            let body = format!(r#"{{"type":"{kind}","data":{{"account":"a","status":"logout"}}}}"#);
            assert_eq!(event(&body).word, None, "{kind}");
        }
        assert!(session_event(b"[]").is_none());
        assert!(session_event(b"not json").is_none());
    }
}
