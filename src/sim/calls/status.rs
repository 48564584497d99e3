//! `GET /api/accounts/{number}/status`

use serde_json::json;

use super::{
    super::{
        account::Phase,
        answer::{Answer, Done, Refusal},
        event::tell_phone,
        world::World,
    },
    ask::Ask,
};

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let number = ask.number();
    ask.account(number)?;
    let with_code = ask.world.settings.qr_in_status;
    describe(ask.world, number, with_code)
}

/// An account's number, status word, and what else there is to say.
pub fn describe(world: &World, number: &str, with_code: bool) -> Answer {
    let account = world.accounts.get(number).ok_or(Refusal::new(404, "Account not found"))?;
    let settings = &world.settings;
    let mut body = json!({ "account": account.number });
    if let Some(word) = account.word(settings) {
        body["status"] = json!(word);
    }
    if let (Phase::Connected, Some(phone)) = (&account.phase, &account.phone) {
        tell_phone(&mut body, phone, settings.phone_field);
    }
    let code = account.code().filter(|_| with_code).map(|code| code.text.clone());
    Ok(Done { body, code })
}
