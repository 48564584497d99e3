//! What a change of a session adds to its history.

use crate::domain::{evidence::Source, time::Timestamp};

use super::ports::{Cause, Live, Session, StateChange};

/// The lines for `live` in place of what `session` has. A change that was held back and has come true meanwhile is a line
/// of its own, from when it was seen; one that did not is none.
pub fn changes(session: &Session, live: &Live, now: Timestamp) -> Vec<StateChange> {
    let before = &session.live;
    let shown = before.lifecycle.shown(now);
    let mut lines: Vec<_> = come_true(session, now).into_iter().collect();
    if live.lifecycle.state != shown {
        // what changed without any news from the platform was changed by an attempt
        let told = live.evidence.checked_at != before.evidence.checked_at || live.evidence.word != before.evidence.word;
        let (cause, word) = match live.evidence.source.filter(|_| told) {
            Some(source) => (cause(Some(source)), live.evidence.word.clone()),
            None => (Cause::Attempt, None),
        };
        lines.push(StateChange { at: now, before: Some(shown), after: live.lifecycle.state, cause, word });
    }
    lines
}

/// A change for the worse that was held back and is believed by now, from when it was seen.
pub fn come_true(session: &Session, now: Timestamp) -> Option<StateChange> {
    let Live { lifecycle, evidence, .. } = &session.live;
    let (after, at) = lifecycle.held.filter(|(worse, _)| *worse == lifecycle.shown(now))?;
    let (cause, word) = (cause(evidence.source), evidence.word.clone());
    Some(StateChange { at, before: Some(lifecycle.state), after, cause, word })
}

fn cause(source: Option<Source>) -> Cause {
    match source {
        Some(Source::Webhook) => Cause::Webhook,
        Some(Source::Probe) => Cause::Probe,
        None => Cause::Attempt,
    }
}
