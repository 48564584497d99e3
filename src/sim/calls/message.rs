//! `POST /api/messages/text`

use serde_json::json;
use uuid::Uuid;

use super::{
    super::{
        account::Phase,
        answer::{Answer, Refusal},
        event::Event,
    },
    ask::Ask,
};

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let (number, to) = (ask.text("account")?, ask.text("to")?);
    ask.text("text")?;
    if ask.text("type")? != "text" {
        return Err(Refusal::new(422, "The type is not text"));
    }
    if !matches!(ask.account(number)?.phase, Phase::Connected) {
        return Err(Refusal::new(409, "The account is not connected"));
    }
    let task = format!("task_{}", Uuid::new_v4().simple());
    ask.world.send(number, Event::Sent { task: task.clone(), to: to.to_owned() }, ask.now);
    Ok(json!({ "taskId": task, "status": "queued", "success": true }).into())
}
