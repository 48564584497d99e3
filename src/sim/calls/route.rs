//! Which call a request is.

use super::{super::broken::REDIRECT_TARGET, Call};

/// The two forms that the webhook and stop routes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the plan names it.
    Plan,
    /// As other deployments have it.
    Internal,
}

/// A request's target.
#[derive(Clone)]
pub struct Route {
    pub call: Call,
    /// Only for calls that have two forms.
    pub form: Option<Form>,
    /// The account number in the path.
    pub number: Option<String>,
}

impl Route {
    pub fn parse(method: &str, path: &str) -> Self {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let (call, form, number) = match (method, parts.as_slice()) {
            ("POST", ["auth", "token"]) => (Call::Token, None, None),
            ("POST", ["api", "integrations", "wpp", "create"]) => (Call::Create, None, None),
            ("POST", ["api", "accounts", "start"]) => (Call::Start, None, None),
            ("GET", ["api", "accounts", number, "status"]) => (Call::Status, None, Some(number)),
            ("GET", ["api", "accounts", number, "qr"]) => (Call::Qr, None, Some(number)),
            ("POST", ["api", "webhooks", number]) => (Call::Webhook, Some(Form::Plan), Some(number)),
            ("POST", ["internal", "session", number, "webhook"]) => (Call::Webhook, Some(Form::Internal), Some(number)),
            ("DELETE", ["api", "accounts", number]) => (Call::Stop, Some(Form::Plan), Some(number)),
            ("POST", ["internal", "session", number, "stop"]) => (Call::Stop, Some(Form::Internal), Some(number)),
            ("POST", ["api", "messages", "text"]) => (Call::Message, None, None),
            _ if path == REDIRECT_TARGET => (Call::Redirected, None, None),
            _ => (Call::Unknown, None, None),
        };
        Self { call, form, number: number.map(|number| (*number).to_owned()) }
    }
}
