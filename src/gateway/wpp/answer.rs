//! What came back from one exchange, and the typed error it may be.

use std::time::Duration;

use serde_json::{Map, Value, error::Category};

use crate::{
    connect::ports::{GatewayError, GatewayFault},
    domain::secret::Secret,
};

use super::words;

/// An answer that was read to its end, or as far as its status made it interesting.
pub(super) struct Answer {
    /// Which call, for errors.
    pub call: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The header, if it named seconds.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
    /// What was sent and must not come back in an error.
    pub hidden: Vec<Secret>,
}

impl Answer {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the body is a page for people: some proxy's, not the platform's.
    pub fn is_html(&self) -> bool {
        self.text().starts_with(b"<")
    }

    /// Whether the server may answer otherwise a little later.
    pub fn is_unwell(&self) -> bool {
        matches!(self.status, 408 | 429 | 500..600)
    }

    /// Whether the body says that the key is dead.
    pub fn denies_key(&self) -> bool {
        words::deny_key(&String::from_utf8_lossy(&self.body))
    }

    /// Whether the body is empty.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// This answer if its status is 2xx, else the error that it is.
    pub fn success(self) -> Result<Self, GatewayError> {
        if self.is_success() { Ok(self) } else { Err(self.refusal()) }
    }

    /// The error behind a status that is not 2xx.
    pub fn refusal(&self) -> GatewayError {
        let fault = match self.status {
            401 => GatewayFault::KeyRefused,
            // 408 is the server's own time limit: the same call may pass a moment later
            _ if self.is_unwell() => GatewayFault::Unwell { retry_after: self.retry_after },
            // a plain 403 may be a firewall's: only the words tell that it is about the key
            400..500 if self.denies_key() => GatewayFault::KeyRefused,
            400..500 => GatewayFault::Rejected,
            _ => GatewayFault::Nonsense,
        };
        let detail = match serde_json::from_slice::<Value>(self.text()) {
            Ok(body) => words::explanation(&body).to_owned(),
            Err(_) if self.is_html() => "an HTML page".to_owned(),
            Err(_) => String::new(),
        };
        self.error(fault, &detail)
    }

    /// An error of this answer.
    pub fn error(&self, fault: GatewayFault, detail: &str) -> GatewayError {
        let detail = words::presentable(detail, &self.hidden);
        GatewayError { fault, call: self.call, status: Some(self.status), detail }
    }

    /// An answer that cannot be understood.
    pub fn nonsense(&self, detail: &str) -> GatewayError {
        self.error(GatewayFault::Nonsense, detail)
    }

    /// The body as JSON of any kind.
    pub fn json(&self) -> Result<Value, GatewayError> {
        if self.is_html() {
            return Err(self.nonsense("an HTML page instead of JSON"));
        }
        serde_json::from_slice(self.text()).map_err(|error| {
            self.nonsense(match error.classify() {
                Category::Eof => "JSON that ends too early",
                _ => "not JSON",
            })
        })
    }

    /// The body as a JSON object.
    pub fn object(&self) -> Result<Map<String, Value>, GatewayError> {
        match self.json()? {
            Value::Object(object) => Ok(object),
            _ => Err(self.nonsense("JSON, but no object")),
        }
    }

    fn text(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii()
    }
}
