//! `POST /api/integrations/wpp/create`

use serde_json::json;

use super::{
    super::answer::{Answer, Refusal},
    ask::Ask,
};

pub fn answer(ask: Ask<'_>) -> Answer {
    let secret = ask.config.client_secret.as_deref().ok_or(Refusal::new(404, "Not Found"))?;
    if ask.bearer != Some(secret) {
        return Err(Refusal::new(401, "Unauthorized"));
    }
    let organization = ask.text("organizationId")?;
    let world = ask.world;
    let (key, status) = if world.keys.of_organization(organization).is_some() {
        (world.keys.of_organization(organization), "existing")
    } else {
        let number = world.next_number();
        (Some(world.keys.make(organization, number, ask.now, &world.settings)), "created")
    };
    let key = key.ok_or(Refusal::new(500, "Internal error"))?;
    if let Some(record) = world.calls.get_mut(ask.record) {
        record.number.clone_from(&key.view.number);
    }
    Ok(json!({ "apiKey": key.secret, "session": key.view.number, "status": status }).into())
}
