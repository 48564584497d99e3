//! A signed POST, as Standard Webhooks has it: <https://www.standardwebhooks.com>.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::header::CONTENT_TYPE;
use ring::hmac;
use serde_json::json;

use crate::{
    connect::ports::NotTaken,
    domain::alert::{AlertChannel, AlertMessage},
};

use super::{Outlets, address, no_answer, refused, taken, text};

impl Outlets {
    /// The body's `type` is `session.down`, `session.up` or `session.test`; `data` has the session's id and name, the
    /// organization, since when (ISO 8601, UTC), and a text for people. `webhook-id` is the same for every try.
    pub(super) async fn post(
        &self,
        channel: &AlertChannel,
        message: &AlertMessage,
        organization: &str,
    ) -> Result<(), NotTaken> {
        let url = address(&channel.address)?;
        let alert = &message.alert;
        let body = json!({
            "type": format!("session.{}", alert.kind.as_str()),
            "timestamp": message.created_at.utc().to_string(),
            "data": {
                "session_id": alert.session,
                "session_name": alert.name,
                "organization_id": channel.organization,
                "organization": organization,
                "since": alert.since.utc().to_string(),
                "text": text(message, organization, &self.settings.public_url),
            },
        })
        .to_string();
        let (id, at) = (message.id.to_string(), message.created_at.0 / 1_000);
        let signature = sign(channel.secret.expose(), &id, at, &body)?;
        let request = self
            .client(&url, true)?
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signature)
            .body(body);
        taken(&request.send().await.map_err(|error| no_answer(&error))?)
    }
}

/// `v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64.
fn sign(secret: &str, id: &str, at: i64, body: &str) -> Result<String, NotTaken> {
    let key = secret.strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key.ok_or_else(|| refused("its secret cannot be read"))?);
    let signature = hmac::sign(&key, format!("{id}.{at}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(signature)))
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// The example of the specification.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let body = "{\"test\": 2432232314}";
        let signed =
            sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert!(sign("no secret", "id", 0, "").is_err());
    }
}
