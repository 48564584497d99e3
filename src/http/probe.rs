//! Whether a panel answers at an address.

use std::time::Duration;

use reqwest::Url;

use crate::gateway::outward;

const PATIENCE: Duration = Duration::from_secs(5);

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A panel.
    Panel,
    /// Somebody else, with this status.
    Other(u16),
    /// Nobody, and why.
    Nobody(String),
}

/// Asks `/healthz` of the server at `origin`: scheme, host and port.
pub(crate) async fn panel_at(origin: &str) -> Found {
    ask(origin, "/healthz", |said| said == "ok").await
}

/// Asks `/readyz` of it.
pub(crate) async fn ready_at(origin: &str) -> Found {
    ask(origin, "/readyz", |said| said.contains("\"ready\"")).await
}

async fn ask(origin: &str, path: &str, is_ours: fn(&str) -> bool) -> Found {
    let Ok(url) = Url::parse(&format!("{}{path}", origin.trim_end_matches('/'))) else {
        return Found::Nobody("no address".to_owned());
    };
    let client = match outward::client(&url).timeout(PATIENCE).build() {
        Ok(client) => client,
        Err(error) => return Found::Nobody(outward::causes(&error)),
    };
    match client.get(url).send().await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let said = answer.text().await.unwrap_or_default();
            if status == 200 && is_ours(&said) { Found::Panel } else { Found::Other(status) }
        }
        Err(error) if error.is_timeout() => Found::Nobody("no answer within 5 s".to_owned()),
        Err(error) => Found::Nobody(outward::causes(&error)),
    }
}
