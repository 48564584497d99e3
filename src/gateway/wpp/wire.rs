//! What we send. Strict: these fields, these names, nothing else.

use serde::Serialize;

use crate::domain::account::AccountNumber;

/// The body of a call.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum Body<'a> {
    /// `POST /auth/token`
    Token {
        #[serde(rename = "apiKey")]
        api_key: &'a str,
    },
    /// `POST /api/integrations/wpp/create`
    Client {
        #[serde(rename = "organizationId")]
        organization_id: &'a str,
    },
    /// `POST /api/accounts/start`
    Start { number: &'a AccountNumber },
    /// `POST /api/webhooks/{number}`
    Webhook { url: &'a str },
    /// `POST /api/messages/text`
    Text {
        account: &'a AccountNumber,
        to: &'a str,
        text: &'a str,
        #[serde(rename = "type")]
        kind: &'static str,
    },
}
