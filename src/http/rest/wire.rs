//! What crosses the wire. Names and words are the CRM's.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::ids::{IntegrationId, OrganizationId};

/// Why a call was not carried out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::http) struct Failure {
    /// Always false.
    pub success: bool,
    /// A sentence: Russian where a person may meet it, English where the request is wrong.
    pub error: String,
    /// Finds the line in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// An id or an account number; a 13-digit number may come as a number.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum SessionName {
    Text(String),
    Digits(u64),
}

/// Which session is meant. The three fields name the same thing: the id of a row or an account number.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(super) struct Target {
    pub session_name: Option<SessionName>,
    pub session: Option<SessionName>,
    pub integration_id: Option<SessionName>,
}

impl Target {
    /// The names that are given; an empty one is none.
    pub(super) fn names(&self) -> Vec<String> {
        let given = [&self.session_name, &self.session, &self.integration_id].into_iter().flatten();
        let text = |name: &SessionName| match name {
            SessionName::Text(text) => text.trim().to_owned(),
            SessionName::Digits(digits) => digits.to_string(),
        };
        given.map(text).filter(|name| !name.is_empty()).collect()
    }
}

/// No fields are known.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(super) struct Nothing {}

/// What to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(super) struct CreateOrder {
    /// Another account in the same row, unless a session is connected: then as `add_new`.
    pub force_recreate: Option<bool>,
    /// One more account beside those that are there.
    pub add_new: Option<bool>,
}

/// Whose status.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(super) struct StatusOrder {
    pub session_name: Option<SessionName>,
    pub session: Option<SessionName>,
    pub integration_id: Option<SessionName>,
    /// Ask the gateway even if somebody asked a moment ago; one question in 3 seconds is shared all the same.
    pub force: Option<bool>,
}

impl StatusOrder {
    pub(super) fn target(self) -> Target {
        Target { session_name: self.session_name, session: self.session, integration_id: self.integration_id }
    }
}

/// A connection that is being made, or is there.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProvisionAnswer {
    pub success: bool,
    /// `starting`: the gateway answers and has no code yet; the attempt goes on, ask for its status.
    pub status: ProvisionWord,
    /// With `qr_issued`: raw text, or `data:image/…;base64,…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qrcode: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    pub integration_id: IntegrationId,
    /// The platform's name for the account.
    pub account_number: Option<String>,
    /// The account number, or the id of the row while there is none: what other calls take.
    pub session: String,
}

/// The words of `wpp-provision` and `wpp-create`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProvisionWord {
    QrIssued,
    Connected,
    Starting,
}

/// A connection that is being made, or is there, with its key.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CreateAnswer {
    pub success: bool,
    /// The account number, or the id of the row while there is none: what other calls take.
    pub session: String,
    /// Masked; the installation's own key is dots alone.
    #[serde(rename = "apiKey")]
    pub api_key: Option<String>,
    pub status: ProvisionWord,
    /// With `qr_issued`: raw text, or `data:image/…;base64,…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qrcode: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    pub integration_id: IntegrationId,
}

/// The code that is out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct QrAnswer {
    pub success: bool,
    /// Raw text, or `data:image/…;base64,…`; null while there is none.
    pub qr: Option<String>,
}

/// The words of `wpp-status` and `wpp-start`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusWord {
    Connected,
    QrIssued,
    QrPending,
    Disconnected,
    Error,
}

/// Where a session stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StatusAnswer {
    pub success: bool,
    pub status: StatusWord,
    /// With `qr_issued`, for administrators: raw text, or `data:image/…;base64,…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qrcode: Option<String>,
    /// When the code that is out came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub last_qr_at: Option<String>,
    pub account_number: Option<String>,
    /// When the state was last confirmed; null if never.
    #[schema(format = DateTime)]
    pub checked_at: Option<String>,
    /// A Russian sentence for the person: what happened, what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// With `error`: the last known state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status: Option<StatusWord>,
}

/// A session that was started again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StartAnswer {
    pub ok: bool,
    #[serde(flatten)]
    pub standing: StatusAnswer,
}

/// A session that is gone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct DisconnectAnswer {
    pub ok: bool,
    pub success: bool,
    /// Always `disconnected`.
    pub status: StatusWord,
}

/// One row, as everybody of the organization may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct IntegrationRow {
    #[schema(value_type = String, format = "uuid")]
    pub id: IntegrationId,
    #[schema(value_type = String, format = "uuid")]
    pub organization_id: OrganizationId,
    /// `whatsapp`, `telegram`, …
    pub messenger_type: String,
    /// `wpp`, `green_api`, `wappi`, …
    pub provider: String,
    pub name: String,
    /// The first choice for its messenger.
    pub is_primary: bool,
    pub is_enabled: bool,
    /// The secret in the address of its webhook: for administrators, and never of a wpp row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_key: Option<String>,
    /// Secrets are masked: `••••••••` and the last 4 characters.
    pub settings: Map<String, Value>,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// The rows.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct IntegrationsAnswer {
    pub success: bool,
    /// Primaries first, then by age.
    pub integrations: Vec<IntegrationRow>,
}

/// The row that was made, changed, or is gone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct IntegrationAnswer {
    pub success: bool,
    pub integration: IntegrationRow,
}

/// What a row is to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(super) struct IntegrationOrder {
    /// Which row, where the address does not say it.
    pub id: Option<String>,
    /// `whatsapp` if it is left out. Cannot be changed.
    pub messenger_type: Option<String>,
    /// Needed to make a row; `wpp` connects. Cannot be changed.
    pub provider: Option<String>,
    /// 1 to 60 characters.
    pub name: Option<String>,
    pub is_primary: Option<bool>,
    pub is_enabled: Option<bool>,
    /// Merged by name. Texts with `••` are left as they are; of a wpp row account and keys are, too.
    pub settings: Option<Map<String, Value>>,
}
