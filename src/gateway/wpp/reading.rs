//! Making sense of answers. Generous: a field may be at the root or in `data`, a number may be text and the reverse.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::{
    connect::ports::{GatewayError, GatewayFault, NewClient, Reported, SentMessage},
    domain::{account::AccountNumber, phone::Phone, qr::GivenQr, secret::Secret, time::Timestamp, word::GatewayWord},
};

use super::{answer::Answer, qr_field, tokens::Issued, words};

type Object = Map<String, Value>;

/// The answer of `auth/token`. A body that denies the key is a refusal whatever the status.
pub(super) fn issued(answer: &Answer, asked_at: Timestamp) -> Result<Issued, GatewayError> {
    if answer.denies_key() {
        return Err(answer.error(GatewayFault::KeyRefused, "Invalid API key"));
    }
    if !answer.is_success() {
        return Err(answer.refusal());
    }
    let object = answer.object()?;
    let token = text(&object, "token").ok_or_else(|| answer.nonsense("no token in the answer"))?;
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(answer.nonsense("a token that cannot stand in a header"));
    }
    let lives = field(&object, "expiresIn").and_then(seconds);
    Ok(Issued { value: Secret::new(token), lives, asked_at })
}

/// The answer of `integrations/wpp/create`.
pub(super) fn client(answer: &Answer) -> Result<NewClient, GatewayError> {
    let object = answer.object()?;
    let Some(api_key) = text(&object, "apiKey") else {
        return Err(if is_flagged(&object) { rejected(answer, object) } else { answer.nonsense("no apiKey") });
    };
    let number = text(&object, "session").and_then(|number| AccountNumber::try_from(number).ok());
    let number = number.ok_or_else(|| answer.nonsense("no session that is an account number"))?;
    Ok(NewClient { api_key: Secret::new(api_key), number })
}

/// The answer of `accounts/start`: every word but an up one is "starting".
pub(super) fn started(answer: &Answer, account: &AccountNumber) -> Result<Reported, GatewayError> {
    let object = answer.object()?;
    let is_up = status_words(&object).any(|word| word == GatewayWord::Up);
    let word = if is_up { GatewayWord::Up } else { GatewayWord::Starting };
    reported(answer, &object, word, account)
}

/// The answer of `accounts/status`: no word at all is "offline", unless the answer says that it is an error.
pub(super) fn status(answer: &Answer, account: &AccountNumber) -> Result<Reported, GatewayError> {
    let object = answer.object()?;
    // some wrap their answers in a "status" of their own, which is none of the words
    let known = status_words(&object).find(|word| !matches!(word, GatewayWord::Unknown(_)));
    let word = match known.or_else(|| status_words(&object).next()) {
        Some(word) => word,
        None if is_flagged(&object) => {
            // a failed look-up is no "offline": the session may be up and well
            let detail = explanation(object);
            return Err(answer.error(GatewayFault::Unwell { retry_after: None }, &detail));
        }
        None if said(&object).any(|value| !value.is_string() && !value.is_null()) => {
            return Err(answer.nonsense("a status that is no word"));
        }
        None => GatewayWord::Offline,
    };
    reported(answer, &object, word, account)
}

/// Whether the platform says that it has no such account: a session it does not know is offline. A proxy's page that
/// nothing is there says nothing of the session.
pub(super) fn is_unknown_account(answer: &Answer) -> bool {
    matches!(answer.status, 404 | 410) && !answer.is_html() && !answer.denies_key()
}

/// The answer of `accounts/qr`: every form of "not ready yet" is `None`.
pub(super) fn qr(answer: &Answer) -> Result<Option<GivenQr>, GatewayError> {
    if matches!(answer.status, 404 | 422) && !answer.denies_key() {
        return Ok(None);
    }
    if !answer.is_success() {
        return Err(answer.refusal());
    }
    if answer.is_empty() {
        return Ok(None);
    }
    let object = match answer.json()? {
        Value::Object(object) => object,
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        _ => return Err(answer.nonsense("JSON, but no object")),
    };
    // an error beside a value means the value is not to be shown
    if is_flagged(&object) || is_error_word(&object) {
        return Ok(None);
    }
    let found = qr_field::find(&object).map_err(|why| answer.nonsense(&why))?;
    if found.is_none() {
        qr_field::log_names(&object);
    }
    Ok(found)
}

/// The answer of `messages/text`.
pub(super) fn sent(answer: &Answer) -> Result<SentMessage, GatewayError> {
    let object = answer.object()?;
    if is_failure(&object) || is_error_word(&object) {
        return Err(rejected(answer, object));
    }
    Ok(SentMessage { task_id: text(&object, "taskId").or_else(|| text(&object, "id")) })
}

/// The answer of a call whose answer is not used: any but a page for people, or an express failure.
pub(super) fn done(answer: &Answer) -> Result<(), GatewayError> {
    if answer.is_html() {
        return Err(answer.nonsense("an HTML page instead of an answer"));
    }
    match answer.json() {
        Ok(Value::Object(object)) if is_failure(&object) => Err(rejected(answer, object)),
        _ => Ok(()),
    }
}

/// The answer of a stop: an account that is not there is stopped.
pub(super) fn stopped(answer: &Answer) -> Result<(), GatewayError> {
    if matches!(answer.status, 404 | 410) {
        return Ok(());
    }
    if !answer.is_success() {
        return Err(answer.refusal());
    }
    match answer.json() {
        Ok(body) if words::deny_existence(words::explanation(&body)) => Ok(()),
        _ => done(answer),
    }
}

fn reported(
    answer: &Answer,
    object: &Object,
    word: GatewayWord,
    account: &AccountNumber,
) -> Result<Reported, GatewayError> {
    let qr = match qr_field::find(object) {
        Ok(qr) => qr,
        // nobody needs a code any more, so a broken one must not hide that the account is up
        Err(_) if word == GatewayWord::Up => None,
        Err(why) => return Err(answer.nonsense(&why)),
    };
    Ok(Reported { word, qr, phone: phone(object, account.as_str()) })
}

/// The linked phone, from `phone`, `me` or `number`. The last may be the account number said back, and that may look
/// like a phone.
pub(super) fn phone(object: &Object, account: &str) -> Option<Phone> {
    ["phone", "me", "number"]
        .into_iter()
        .flat_map(|name| places(object, name))
        .flat_map(phone_texts)
        .filter(|text| text.split_once('@').is_none_or(|(_, server)| is_phone_server(server)))
        .filter_map(|text| Phone::parse(&text))
        .find(|phone| phone.digits() != account)
}

/// What may be the phone in a value: itself, or the `id`, `_serialized` or `user` of an object, the `id` perhaps once
/// more such an object.
fn phone_texts(value: &Value) -> impl Iterator<Item = String> {
    [value, &value["id"]].into_iter().flat_map(|value| {
        let has_phone = value["server"].as_str().is_none_or(is_phone_server);
        let user = if has_phone { &value["user"] } else { &Value::Null };
        [value, &value["_serialized"], user].into_iter().filter_map(scalar)
    })
}

/// Other servers (`lid`, `g.us`) have numbers of their own that look like phones.
fn is_phone_server(server: &str) -> bool {
    matches!(server, "c.us" | "s.whatsapp.net")
}

/// Everything that stands where a status word could.
fn said(object: &Object) -> impl Iterator<Item = &Value> {
    places(object, "status").chain(places(object, "state"))
}

fn status_words(object: &Object) -> impl Iterator<Item = GatewayWord> {
    said(object).filter_map(Value::as_str).filter(|word| !word.trim().is_empty()).map(GatewayWord::parse)
}

/// Whether the answer says in so many words that it is a failure.
fn is_failure(object: &Object) -> bool {
    ["success", "ok"].into_iter().any(|name| object.get(name) == Some(&Value::Bool(false)))
}

/// Whether the answer carries an error flag of any kind but a status word.
fn is_flagged(object: &Object) -> bool {
    is_failure(object)
        || object.get("error").is_some_and(|error| match error {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            _ => true,
        })
}

fn is_error_word(object: &Object) -> bool {
    object.get("status").and_then(Value::as_str).is_some_and(|word| GatewayWord::parse(word) == GatewayWord::Error)
}

fn rejected(answer: &Answer, object: Object) -> GatewayError {
    let detail = explanation(object);
    answer.error(GatewayFault::Rejected, &detail)
}

fn explanation(object: Object) -> String {
    words::explanation(&Value::Object(object)).to_owned()
}

/// A field at the root and in `data`, in this order.
fn places<'a>(object: &'a Object, name: &'static str) -> impl Iterator<Item = &'a Value> {
    let data = object.get("data").and_then(Value::as_object);
    [Some(object), data].into_iter().flatten().filter_map(move |object| object.get(name))
}

fn field<'a>(object: &'a Object, name: &'static str) -> Option<&'a Value> {
    places(object, name).next()
}

fn text(object: &Object, name: &'static str) -> Option<String> {
    places(object, name).find_map(scalar)
}

/// Text that is not empty, or an integer as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// Seconds as a number or as text; anything else is as good as not said.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
