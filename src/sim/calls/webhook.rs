//! `POST /api/webhooks/{number}` and `POST /internal/session/{number}/webhook`

use serde_json::json;

use super::{
    super::answer::{Answer, Refusal},
    ask::Ask,
};

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let url = ask.text("url")?;
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        return Err(Refusal::new(422, "The url is neither http nor https"));
    }
    let number = ask.number();
    ask.open(number)?;
    // Registered before the account is there, an address is dropped without a word.
    if let Some(account) = ask.world.accounts.get_mut(number) {
        account.webhook = Some(url.to_owned());
    }
    Ok(json!({ "success": true }).into())
}
