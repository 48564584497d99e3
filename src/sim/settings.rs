//! How the simulated platform behaves, in one value that JSON can change piece by piece.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use super::words::Words;

/// How the platform behaves. Every field may be sent alone to `POST /control/settings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Which form of the webhook and stop routes answers; the other is absent.
    pub routes: Routes,
    /// What an absent route answers: 404 or 405.
    pub absent_route: u16,
    /// Every call waits so long before it is carried out, in milliseconds.
    pub delay_ms: Span,
    /// From `start` to the first QR code, in milliseconds.
    pub qr_delay_ms: Span,
    /// From the scan to the connection, in milliseconds.
    pub link_ms: Span,
    /// Scans each code by itself after so many milliseconds; `null` waits for the control side.
    pub auto_scan_ms: Option<u64>,
    /// How long the first code lives, in milliseconds.
    pub first_code_ms: u64,
    /// How long each further code lives, in milliseconds.
    pub next_code_ms: u64,
    /// How many codes an attempt has before it is over.
    pub codes: u32,
    /// Whether `start` gives new codes to an account whose codes ran out, without a delete before it.
    pub renew_codes: bool,
    /// Whether the answer to `start` carries the code if there is one.
    pub qr_in_start: bool,
    /// Whether a status answer carries the code if there is one.
    pub qr_in_status: bool,
    /// The name of the QR field.
    pub qr_field: QrField,
    /// The form of the QR value.
    pub qr_form: QrForm,
    /// What the QR call answers while there is no code.
    pub not_ready: NotReady,
    /// Under which name a connected account's phone is told, in `status` and in the `connected` event.
    pub phone_field: PhoneField,
    /// The status words.
    pub words: Words,
    /// Whether a token's answer says `expiresIn`.
    pub expires_in: bool,
    /// How long a token lives, in seconds.
    pub token_life_s: u64,
    /// The race after `integrations/wpp/create`: so many calls with the new key answer 403 `Invalid API key` …
    pub race_calls: u32,
    /// … and all calls with it for so many milliseconds.
    pub race_ms: u64,
    /// Whether events are sent.
    pub webhooks: bool,
    /// The shape of the events.
    pub webhook_shape: Shape,
    /// The pause before each of the two repeats of a delivery, in milliseconds.
    pub retry_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            routes: Routes::Both,
            absent_route: 404,
            delay_ms: Span::fixed(0),
            qr_delay_ms: Span::fixed(400),
            link_ms: Span::fixed(600),
            auto_scan_ms: None,
            first_code_ms: 60_000,
            next_code_ms: 20_000,
            codes: 6,
            renew_codes: false,
            qr_in_start: true,
            qr_in_status: false,
            qr_field: QrField::Qr,
            qr_form: QrForm::Text,
            not_ready: NotReady::Null,
            phone_field: PhoneField::Phone,
            words: Words::default(),
            expires_in: true,
            token_life_s: 900,
            race_calls: 0,
            race_ms: 0,
            webhooks: true,
            webhook_shape: Shape::Envelope,
            retry_ms: 500,
        }
    }
}

impl Settings {
    /// These settings with the fields of `patch` in place of their own.
    ///
    /// # Errors
    /// A sentence, for an unknown field, a value of the wrong kind, or settings that cannot work.
    pub fn patched(&self, patch: &Value) -> Result<Self, String> {
        if !patch.is_object() {
            return Err("settings are a JSON object of the fields to change".to_owned());
        }
        let mut whole = serde_json::to_value(self).map_err(|error| error.to_string())?;
        merge(&mut whole, patch);
        let patched: Self = serde_json::from_value(whole).map_err(|error| error.to_string())?;
        patched.check()?;
        Ok(patched)
    }

    /// Whether these settings can work.
    ///
    /// # Errors
    /// A sentence that names the field.
    pub fn check(&self) -> Result<(), String> {
        let spans = [self.delay_ms, self.qr_delay_ms, self.link_ms];
        if spans.iter().any(|span| span.min > span.max) {
            return Err("a range must not end before it begins".to_owned());
        }
        if self.codes == 0 || self.first_code_ms == 0 || self.next_code_ms == 0 {
            return Err("codes, first_code_ms and next_code_ms must be at least 1".to_owned());
        }
        if !matches!(self.absent_route, 404 | 405) {
            return Err("absent_route must be 404 or 405".to_owned());
        }
        Ok(())
    }
}

fn merge(whole: &mut Value, patch: &Value) {
    match (whole, patch) {
        (Value::Object(whole), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(whole.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (whole, patch) => *whole = patch.clone(),
    }
}

/// A time in milliseconds, or a range from which one is drawn. In JSON `400` or `[300, 2000]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SpanJson", into = "SpanJson")]
pub struct Span {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
}

impl Span {
    /// Always the same.
    #[must_use]
    pub const fn fixed(ms: u64) -> Self {
        Self { min: ms, max: ms }
    }

    /// Somewhere between the two, both included.
    #[must_use]
    pub const fn range(min: u64, max: u64) -> Self {
        Self { min, max }
    }

    pub(super) fn draw(self) -> u64 {
        let width = u128::from(self.max.saturating_sub(self.min)) + 1;
        self.min + u64::try_from(Uuid::new_v4().as_u128() % width).unwrap_or(0)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SpanJson {
    Fixed(u64),
    Range([u64; 2]),
}

impl From<SpanJson> for Span {
    fn from(json: SpanJson) -> Self {
        match json {
            SpanJson::Fixed(ms) => Self::fixed(ms),
            SpanJson::Range([min, max]) => Self { min, max },
        }
    }
}

impl From<Span> for SpanJson {
    fn from(span: Span) -> Self {
        if span.min == span.max { Self::Fixed(span.min) } else { Self::Range([span.min, span.max]) }
    }
}

/// Which form of the webhook and stop routes answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Routes {
    /// Both.
    Both,
    /// `POST /api/webhooks/{number}` and `DELETE /api/accounts/{number}`.
    Plan,
    /// `POST /internal/session/{number}/webhook` and `…/stop`.
    Internal,
}

/// The name of the QR field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QrField {
    /// `qr`
    #[serde(rename = "qr")]
    Qr,
    /// `qrCode`
    #[serde(rename = "qrCode")]
    CamelCase,
    /// `qrcode`
    #[serde(rename = "qrcode")]
    LowerCase,
    /// `data.qr`
    #[serde(rename = "data.qr")]
    DataQr,
    /// `data.qrcode`
    #[serde(rename = "data.qrcode")]
    DataQrcode,
}

/// The form of the QR value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QrForm {
    /// Raw text.
    Text,
    /// A PNG as Base64 without a prefix.
    Base64,
    /// A PNG as `data:image/png;base64,…`.
    DataUrl,
}

/// What the QR call answers while there is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotReady {
    /// 200, the field is null.
    Null,
    /// 200, the field is an empty string.
    Empty,
    /// 404.
    NotFound,
    /// 422.
    Unprocessable,
    /// 200 with `success: false` and `error`.
    Flag,
}

/// Under which name a connected account's phone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneField {
    /// `phone: "+7985…"`
    Phone,
    /// `number: "7985…"`
    Number,
    /// `me: "7985…@c.us"`
    Me,
    /// Not at all.
    None,
}

/// The shape of the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// `{id:"evt_…", type, created, data:{account,…}}`
    Envelope,
    /// `{event, data:{account,…}}`
    OldEnvelope,
    /// `{account, type, …}`
    Flat,
}
