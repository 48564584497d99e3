//! `DELETE /api/accounts/{number}` and `POST /internal/session/{number}/stop`

use serde_json::json;

use super::{super::answer::Answer, ask::Ask};

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let number = ask.number();
    ask.account(number)?;
    ask.world.accounts.remove(number);
    Ok(json!({ "success": true }).into())
}
