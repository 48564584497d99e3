//! `GET /api/accounts/{number}/qr`

use serde_json::{Value, json};

use super::{
    super::{
        answer::{Answer, Done, Refusal},
        code,
        settings::NotReady,
    },
    ask::Ask,
};

const NOT_READY: &str = "QR is not ready";

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let number = ask.number();
    let account = ask.account(number)?;
    let mut body = json!({ "account": number });
    if let Some(code) = account.code() {
        return Ok(Done { body, code: Some(code.text.clone()) });
    }
    let settings = &ask.world.settings;
    match settings.not_ready {
        NotReady::Null => code::put(&mut body, settings, Value::Null),
        NotReady::Empty => code::put(&mut body, settings, json!("")),
        NotReady::NotFound => return Err(Refusal::new(404, NOT_READY)),
        NotReady::Unprocessable => return Err(Refusal::new(422, NOT_READY)),
        NotReady::Flag => body = json!({ "success": false, "error": NOT_READY }),
    }
    Ok(body.into())
}
