//! What came back, and how to look at it.

use axum::http::{HeaderMap, StatusCode};

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where a 303 leads.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header("location")
    }

    /// `name=value` of the cookie that was set.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    /// The nonce that the content policy names.
    pub fn nonce(&self) -> &str {
        let policy = self.header("content-security-policy");
        policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default()
    }

    /// The attribute lists of all `<name …>` in the body.
    pub fn tags(&self, name: &str) -> Vec<&str> {
        let open = format!("<{name}");
        let starts = self.body.split(&open).skip(1);
        starts.filter(|rest| rest.starts_with([' ', '>'])).map(|rest| rest.split('>').next().unwrap()).collect()
    }
}
