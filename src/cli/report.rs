//! `wpp-panel check --report`: what an operator passes on when the gateway answers oddly. It asks and changes nothing, and
//! has no secret in it.

use std::collections::BTreeMap;

use crate::{
    connect::ports::{Gateway, Session},
    domain::time::Timestamp,
    gateway::wpp::Exchange,
};

/// So many accounts are asked for.
const ASKED: usize = 3;

/// What it is.
pub(super) fn head(now: Timestamp) -> String {
    format!(
        "wpp-panel {}, {}. Secrets, codes and phone numbers are masked; names are not, so read it before you pass it on.\n",
        env!("CARGO_PKG_VERSION"),
        now.utc()
    )
}

/// How many sessions there are, by what is known of them.
pub(super) fn sessions(sessions: &[Session], now: Timestamp) -> String {
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for session in sessions {
        let trouble =
            session.live.evidence.trouble.map_or_else(String::new, |(what, _)| format!(" ({})", what.as_str()));
        *states.entry(format!("{}{trouble}", session.live.lifecycle.shown(now).as_str())).or_default() += 1;
    }
    let listed: Vec<_> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    format!("\nsessions  {}\n", if listed.is_empty() { "none".to_owned() } else { listed.join(", ") })
}

/// Asks for the state of some accounts; what comes of it is recorded.
pub(super) async fn ask(gateway: &dyn Gateway, sessions: &[Session]) {
    for access in sessions.iter().filter_map(Session::access).take(ASKED) {
        // the answer is in the record, and so is what is wrong with it
        let _ = gateway.status(&access).await;
    }
}

/// What went to and fro.
pub(super) fn answers(exchanges: &[Exchange]) -> String {
    if exchanges.is_empty() {
        return "The gateway was not asked anything.".to_owned();
    }
    exchanges.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")
}
