//! What the simulator gives out as a QR code.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    png,
    settings::{QrField, QrForm, Settings},
};

/// As long as WhatsApp's own, so that the picture is as dense.
const LENGTH: usize = 200;

/// A new code. It means nothing to a phone: no address, no key.
pub fn text(number: &str, ordinal: u32) -> String {
    let mut text = format!("wpp-panel-demo:{number}:{ordinal}:");
    while text.len() < LENGTH {
        text.push_str(&Uuid::new_v4().simple().to_string());
    }
    text.truncate(LENGTH);
    text
}

/// The code in the form that the settings ask for.
pub fn value(text: &str, form: QrForm) -> String {
    // 200 characters always fit; were it otherwise, the text is still a true answer.
    let image = || png::draw(text).map(|png| STANDARD.encode(png));
    match form {
        QrForm::Text => text.to_owned(),
        QrForm::Base64 => image().unwrap_or_else(|_| text.to_owned()),
        QrForm::DataUrl => image().map_or_else(|_| text.to_owned(), |data| format!("data:image/png;base64,{data}")),
    }
}

/// Puts a code's value, or what stands for none, under the field name that the settings ask for.
pub fn put(body: &mut Value, settings: &Settings, value: Value) {
    let (nested, name) = match settings.qr_field {
        QrField::Qr => (false, "qr"),
        QrField::CamelCase => (false, "qrCode"),
        QrField::LowerCase => (false, "qrcode"),
        QrField::DataQr => (true, "qr"),
        QrField::DataQrcode => (true, "qrcode"),
    };
    if nested {
        body["data"] = json!({ name: value });
    } else {
        body[name] = value;
    }
}
