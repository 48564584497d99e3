//! What the platform tells its client by webhook, in three shapes.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    clock::Ms,
    code,
    settings::{PhoneField, QrField, Settings, Shape},
};

/// Something that happened to an account.
#[derive(Clone, Debug)]
pub enum Event {
    /// A code is out.
    Code(String),
    /// The phone with these digits is connected.
    Connected(String),
    /// The account dropped, or its codes ran out.
    Offline,
    /// Unlinked from the phone.
    Logout,
    /// A message came in.
    Inbound { from: String, text: String },
    /// A message went out.
    Sent { task: String, to: String },
    /// A body of the control side's own.
    Raw(Value),
}

impl Event {
    /// The type word and the body, in the shape that the settings ask for.
    pub fn body(&self, number: &str, at: Ms, settings: &Settings) -> (String, Value) {
        let (word, mut data) = match self {
            Self::Code(text) => ("qr", code_data(text, settings)),
            Self::Connected(phone) => {
                let mut data = json!({});
                tell_phone(&mut data, phone, settings.phone_field);
                ("connected", data)
            }
            Self::Offline => ("offline", json!({})),
            Self::Logout => ("logout", json!({})),
            Self::Inbound { from, text } => ("message.incoming", message_data(from, text)),
            Self::Sent { task, to } => ("message.sent", json!({ "taskId": task, "to": to, "status": "sent" })),
            Self::Raw(body) => {
                let word = ["type", "event"].iter().find_map(|name| body[*name].as_str()).unwrap_or("raw");
                return (word.to_owned(), body.clone());
            }
        };
        data["account"] = json!(number);
        let body = match settings.webhook_shape {
            Shape::Envelope => {
                let id = format!("evt_{}", Uuid::new_v4().simple());
                json!({ "id": id, "type": word, "created": at / 1000, "data": data })
            }
            Shape::OldEnvelope => json!({ "event": word, "data": data }),
            Shape::Flat => {
                // A flat message already says its kind, as WhatsApp names it.
                if data["type"].is_null() {
                    data["type"] = json!(word);
                }
                data
            }
        };
        (word.to_owned(), body)
    }
}

fn code_data(text: &str, settings: &Settings) -> Value {
    let name = match (settings.webhook_shape, settings.qr_field) {
        (Shape::Flat, _) | (_, QrField::Qr | QrField::DataQr) => "qr",
        _ => "qrcode",
    };
    json!({ name: code::value(text, settings.qr_form) })
}

fn message_data(from: &str, text: &str) -> Value {
    json!({
        "from": format!("+{from}"),
        "raw_from": format!("{from}@c.us"),
        "text": text,
        "type": "chat",
        "fromMe": false,
        "messageId": format!("msg_{}", Uuid::new_v4().simple()),
    })
}

/// Adds the phone under the name that the settings ask for.
pub fn tell_phone(body: &mut Value, phone: &str, field: PhoneField) {
    match field {
        PhoneField::Phone => body["phone"] = json!(format!("+{phone}")),
        PhoneField::Number => body["number"] = json!(phone),
        PhoneField::Me => body["me"] = json!(format!("{phone}@c.us")),
        PhoneField::None => {}
    }
}
