//! `POST /auth/token`

use serde_json::json;

use super::{super::answer::Answer, ask::Ask};

pub fn answer(ask: Ask<'_>) -> Answer {
    let secret = ask.text("apiKey")?;
    let settings = &ask.world.settings;
    let token = ask.world.keys.issue(secret, ask.now, settings)?;
    let body = if settings.expires_in {
        json!({ "token": token, "expiresIn": settings.token_life_s })
    } else {
        json!({ "token": token })
    };
    Ok(body.into())
}
