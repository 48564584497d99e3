//! Sessions turned into what the page may see.

use crate::{
    connect::{
        Over, Phase,
        ports::{Credentials, Session},
    },
    domain::{
        evidence::Trouble,
        mask::{SHARED_KEY, mask_key},
        time::Timestamp,
    },
};

use super::{
    picture::draw,
    wire::{Card, Panel, Progress, Step},
};

/// The list at `now`.
#[must_use]
pub fn panel(sessions: &[Session], now: Timestamp) -> Panel {
    Panel { now, cards: sessions.iter().map(|session| card(session, now)).collect() }
}

/// One session at `now`.
#[must_use]
pub fn card(session: &Session, now: Timestamp) -> Card {
    let live = &session.live;
    let (key, shared_key) = shown_key(&session.credentials);
    Card {
        id: session.id,
        name: session.name.clone(),
        account: session.account.as_ref().map(ToString::to_string),
        key,
        is_primary: session.is_primary,
        is_enabled: session.is_enabled,
        shared_key,
        phone: live.phone.as_ref().map(ToString::to_string),
        state: live.lifecycle.shown(now),
        checked_at: live.evidence.checked_at,
        source: live.evidence.source,
        trouble: live.evidence.trouble,
        settles_at: live.lifecycle.settles_at(now),
        attempt: live.attempt.as_ref().map(|attempt| attempt.id),
    }
}

/// What may be shown of a session's key, `None` while there is none, and whether it is everybody's.
#[must_use]
pub fn shown_key(credentials: &Credentials) -> (Option<String>, bool) {
    match credentials {
        Credentials::Global => (Some(SHARED_KEY.to_owned()), true),
        Credentials::Client { api_key, .. } => (api_key.as_ref().map(|key| mask_key(key.expose())), false),
    }
}

/// An attempt at `now`. The code is left out for who has it already, and for who may not see it.
#[must_use]
pub fn progress(session: &Session, now: Timestamp, has: u32, may_see_codes: bool) -> Progress {
    let step = match Phase::of(session, now) {
        Phase::Preparing => Step::Preparing,
        Phase::Scan(qr) => {
            let wanted = may_see_codes && has != qr.ordinal;
            let picture = wanted.then(|| draw(&qr.payload)).flatten();
            Step::Scan { ordinal: qr.ordinal, picture, expires_at: qr.expires_at }
        }
        Phase::Linking => Step::Linking,
        Phase::Connected => Step::Connected,
        Phase::Over(Over::TimeIsUp) => Step::TimeIsUp,
        Phase::Over(Over::NoCode) => Step::NoCode,
        Phase::Over(Over::Failed) => Step::Failed,
    };
    let trouble: Option<Trouble> = session.live.evidence.trouble.map(|(trouble, _)| trouble);
    let account = session.account.as_ref().map(ToString::to_string);
    let attempt = session.live.attempt.as_ref().map(|attempt| attempt.id);
    Progress { id: session.id, attempt, account, step, trouble, now }
}
