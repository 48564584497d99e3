//! A message of a bot: `POST /bot<token>/sendMessage`.

use reqwest::{Url, header::CONTENT_TYPE};
use serde_json::{Value, json};

use crate::{
    connect::ports::NotTaken,
    domain::alert::{AlertChannel, AlertMessage},
};

use super::{Outlets, no_answer, refused, taken, text};

/// What is read of an answer.
const ANSWER: usize = 16 * 1024;

impl Outlets {
    pub(super) async fn tell_chat(
        &self,
        channel: &AlertChannel,
        message: &AlertMessage,
        organization: &str,
    ) -> Result<(), NotTaken> {
        let base = self.settings.telegram.trim_end_matches('/');
        let url = format!("{base}/bot{}/sendMessage", channel.secret.expose());
        let url = Url::parse(&url).map_err(|_| refused("it is no address"))?;
        let body = json!({
            "chat_id": channel.address.expose(),
            "text": text(message, organization, &self.settings.public_url),
            "link_preview_options": { "is_disabled": true },
        });
        let request =
            self.client(&url, false)?.post(url).header(CONTENT_TYPE, "application/json").body(body.to_string());
        let mut response = request.send().await.map_err(|error| no_answer(&error))?;
        let Err(refusal) = taken(&response) else { return Ok(()) };
        // the bot's address has its token in it; what Telegram says has not, and helps
        let mut said = vec![];
        while let Ok(Some(chunk)) = response.chunk().await {
            said.extend_from_slice(&chunk);
            if said.len() > ANSWER {
                break;
            }
        }
        let said: Value = serde_json::from_slice(&said).unwrap_or_default();
        let wait = said["parameters"]["retry_after"].as_u64().map(std::time::Duration::from_secs);
        let why = said["description"].as_str().map_or(refusal.why, |said| said.chars().take(200).collect());
        Err(NotTaken { retry_after: wait.or(refusal.retry_after), why, ..refusal })
    }
}
