//! How things stand, for `/metrics`.

use std::{fs, sync::Arc};

use async_trait::async_trait;

use super::stores::Stores;
use crate::{
    connect::{Connect, ports::GatewayFault},
    domain::state::SessionState,
    gateway::Tell,
    http::{self, live::Rooms},
    metrics::{Look, Metrics, Moment, Outcome, Queue},
    store::Backlog,
};

/// What is looked at.
pub(super) struct Panel {
    pub stores: Stores,
    pub connect: Connect,
    pub rooms: Rooms,
}

#[async_trait]
impl Look for Panel {
    async fn look(&self) -> Moment {
        let mut moment = Moment {
            streams: self.rooms.listeners(),
            panics: http::error::panics(),
            gateway_fails: self.connect.gateway_fails(),
            resident: resident(),
            ..Moment::default()
        };
        let now = self.connect.now();
        let (sessions, backlog) = tokio::join!(self.stores.sessions.every_session(), self.stores.backlog());
        let (Ok(sessions), Ok(Backlog { inbox, forward, dead_events, alerts, dead_alerts })) = (sessions, backlog)
        else {
            return moment;
        };
        let shown: Vec<SessionState> = sessions.iter().map(|session| session.live.lifecycle.shown(now)).collect();
        let count = |state| shown.iter().filter(|known| **known == state).count() as u64;
        moment.sessions = Some(SessionState::ALL.into_iter().map(|state| (state, count(state))).collect());
        moment.silent = Some(sessions.iter().filter(|one| one.live.evidence.trouble.is_some()).count() as u64);
        let queue = |(length, oldest): (u64, Option<_>)| Queue {
            length,
            oldest: oldest.map_or_else(Default::default, |oldest| now.since(oldest)),
        };
        moment.queues = Some(vec![
            ("inbox", queue(inbox)),
            ("forward", queue(forward)),
            ("forward_dead", queue((dead_events, None))),
            ("alerts", queue(alerts)),
            ("alerts_dead", queue((dead_alerts, None))),
        ]);
        moment
    }
}

/// Counts the gateway's calls.
pub(super) fn count_calls(metrics: Arc<Metrics>) -> Box<Tell> {
    Box::new(move |call, fault, took| {
        let outcome = match fault {
            None => Outcome::Done,
            Some(GatewayFault::Unreachable) => Outcome::Unreachable,
            Some(GatewayFault::TimedOut) => Outcome::TimedOut,
            Some(GatewayFault::Unwell { .. }) => Outcome::Unwell,
            Some(GatewayFault::KeyRefused) => Outcome::KeyRefused,
            Some(GatewayFault::Rejected) => Outcome::Rejected,
            Some(GatewayFault::Nonsense) => Outcome::Nonsense,
        };
        metrics.asked(call, outcome, took);
    })
}

/// What the process holds in memory, in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().map_or(0, |kilobytes: u64| kilobytes * 1_024)
}
