//! How a session follows from what was seen of it. Plain functions of the session, the news and the time.

use crate::domain::{
    evidence::{Evidence, Source, Trouble},
    lifecycle::Lifecycle,
    qr::{GivenQr, IssuedQr},
    state::{Observation, SessionState},
    time::Timestamp,
    word::GatewayWord,
};

use super::ports::{GatewayError, GatewayFault, Live, Reported, Session};

/// The platform said something of the session.
pub fn report(session: &Session, seen: &Reported, source: Source, now: Timestamp) -> Live {
    let mut live = session.live.clone();
    live.lifecycle = live.lifecycle.observe(&Observation::Word(seen.word.clone()), now);
    live.evidence = Evidence {
        asked_at: live.evidence.asked_at,
        checked_at: Some(now),
        source: Some(source),
        word: Some(seen.word.as_str().to_owned()),
        told_at: live.evidence.told_at,
        trouble: None,
    };
    if seen.phone.is_some() {
        live.phone.clone_from(&seen.phone);
    }
    // a code beside "connected" is one that was used
    if let (Some(given), false) = (&seen.qr, seen.word == GatewayWord::Up) {
        live = with_qr(live, given, now);
    }
    settled(live, now)
}

/// A QR code came.
pub fn qr(session: &Session, given: &GivenQr, source: Source, now: Timestamp) -> Live {
    let mut live = with_qr(session.live.clone(), given, now);
    live.evidence = Evidence {
        asked_at: live.evidence.asked_at,
        checked_at: Some(now),
        source: Some(source),
        word: Some(GatewayWord::QrNeeded.as_str().to_owned()),
        told_at: live.evidence.told_at,
        trouble: None,
    };
    live
}

/// The gateway did not tell us anything: the state stays, and so does the time of the last good news.
pub fn trouble(session: &Session, error: &GatewayError, now: Timestamp) -> Live {
    let mut live = session.live.clone();
    let since = live.evidence.trouble.map_or(now, |(_, since)| since);
    live.evidence.trouble = Some((trouble_of(error), since));
    live
}

/// The attempt is over without a connection; a row that was there before stands where it stood.
pub fn without_attempt(session: &Session) -> Live {
    let mut live = session.live.clone();
    if let Some(before) = live.attempt.take().and_then(|attempt| attempt.before) {
        live.lifecycle = Lifecycle::new(before);
    }
    live.qr = None;
    live
}

/// As [`without_attempt`], with what the gateway said at the end: a row that stood as connected before must not be
/// shown as that on the evidence of the attempt, which saw something else.
pub fn called_off(session: &Session, told: Option<&Reported>, now: Timestamp) -> Live {
    let mut calm = session.clone();
    calm.live = without_attempt(session);
    let before = calm.live.lifecycle.state;
    if !matches!(before, SessionState::Connected | SessionState::Reconnecting) {
        return calm.live;
    }
    match told {
        Some(reported) => {
            let mut live = report(&calm, reported, Source::Probe, now);
            live.lifecycle = Lifecycle::new(before.after(&Observation::Word(reported.word.clone())));
            live.qr = None;
            live
        }
        None => {
            calm.live.evidence.checked_at = None;
            calm.live
        }
    }
}

/// What a start answered. A code that an event brought before it is not undone by the answer's "starting".
pub fn started(session: &Session, seen: &Reported, now: Timestamp) -> Live {
    match &seen.qr {
        _ if seen.word == GatewayWord::Up || session.live.qr.is_none() => report(session, seen, Source::Probe, now),
        Some(given) => qr(session, given, Source::Probe, now),
        None => session.live.clone(),
    }
}

fn trouble_of(error: &GatewayError) -> Trouble {
    match error.fault {
        GatewayFault::Unreachable | GatewayFault::TimedOut => Trouble::Unreachable,
        GatewayFault::Unwell { .. } => Trouble::Unwell,
        GatewayFault::KeyRefused => Trouble::Refused,
        GatewayFault::Rejected | GatewayFault::Nonsense => Trouble::Nonsense,
    }
}

fn with_qr(mut live: Live, given: &GivenQr, now: Timestamp) -> Live {
    let next = IssuedQr::following(live.qr.as_ref(), given, now);
    if live.qr.as_ref() != Some(&next) {
        live.lifecycle = live.lifecycle.observe(&Observation::NewQr, now);
        live.qr = Some(next);
    }
    live
}

/// What belongs to a connected session, and what no longer does.
fn settled(mut live: Live, now: Timestamp) -> Live {
    match live.lifecycle.shown(now) {
        SessionState::Connected => {
            live.first_connected_at.get_or_insert(now);
            live.qr = None;
            live.attempt = None;
        }
        SessionState::LoggedOut | SessionState::Disconnected if live.attempt.is_none() => live.qr = None,
        _ => {}
    }
    live
}
