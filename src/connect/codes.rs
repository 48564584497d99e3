//! When the platform is asked for a code: when there can be another than the one that is known, and not with every
//! question about a status.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{StreamExt, stream};

use crate::domain::{
    evidence::Source,
    ids::IntegrationId,
    qr::{GivenQr, IssuedQr, NEXT_LIFE},
    state::SessionState,
    time::Timestamp,
};

use super::{
    Connect, ConnectError, fold,
    list::SIDE_BY_SIDE,
    phase::RENEWAL,
    ports::{AccountAccess, GatewayError, Session},
    status,
};

/// A dialog that has not asked for this long is closed: three of its questions.
const LOOKS_FOR: Duration = Duration::from_secs(10);
/// What was asked this long ago says nothing any more.
const KEPT: Duration = Duration::from_secs(60);
/// Between two questions for a first code.
const FIRST_EVERY: Duration = Duration::from_millis(2_800);
/// Between two questions for a successor that has not come.
const SOONEST: Duration = Duration::from_secs(1);
const LATEST: Duration = Duration::from_secs(2);

/// Sessions whose codes somebody waits for at this server.
#[derive(Default)]
pub struct Codes(Mutex<HashMap<IntegrationId, Watched>>);

#[derive(Clone, Copy, Default)]
struct Watched {
    /// When a dialog last asked.
    looked_at: Option<Timestamp>,
    /// When the platform was last asked for the code.
    asked_at: Option<Timestamp>,
    /// When it is to be asked next; `None` while there is nothing to ask for.
    due: Option<Timestamp>,
}

impl Codes {
    /// A dialog asked about the session as it is now.
    pub fn look(&self, session: &Session, now: Timestamp) {
        let mut all = self.lock();
        all.retain(|_, watched| watched.looked_at.max(watched.asked_at).is_some_and(|at| now.since(at) < KEPT));
        let watched = all.entry(session.id).or_default();
        watched.looked_at = Some(now);
        watched.due = due_at(session, watched.asked_at, now);
    }

    /// Whether the session's code is to be asked for.
    pub fn is_due(&self, session: &Session, now: Timestamp) -> bool {
        let asked_at = self.lock().get(&session.id).and_then(|watched| watched.asked_at);
        due_at(session, asked_at, now).is_some_and(|due| now >= due)
    }

    /// The platform is being asked for the session's code.
    fn asked(&self, id: IntegrationId, now: Timestamp) {
        self.lock().entry(id).or_default().asked_at = Some(now);
    }

    /// The session as it is after that.
    pub fn learned(&self, session: &Session, now: Timestamp) {
        if let Some(watched) = self.lock().get_mut(&session.id) {
            watched.due = due_at(session, watched.asked_at, now);
        }
    }

    /// Sessions with an open dialog whose code is to be asked for.
    fn due(&self, now: Timestamp) -> Vec<IntegrationId> {
        let is_open = |watched: &Watched| watched.looked_at.is_some_and(|at| now.since(at) < LOOKS_FOR);
        let is_due = |watched: &Watched| watched.due.is_some_and(|due| now >= due);
        self.lock().iter().filter(|(_, watched)| is_open(watched) && is_due(watched)).map(|(id, _)| *id).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IntegrationId, Watched>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connect {
    /// Asks for the codes of open dialogs whose time has come. Says how many were asked for.
    pub async fn renew_codes(&self) -> usize {
        let due = self.parts.codes.due(self.now());
        let asked = stream::iter(due).map(|id| self.renew_code(id)).buffer_unordered(SIDE_BY_SIDE);
        asked
            .fold(0, |count, asked| async move {
                match asked {
                    Ok(asked) => count + usize::from(asked),
                    Err(error) => {
                        tracing::warn!(%error, "a code could not be asked for; it is tried again");
                        count
                    }
                }
            })
            .await
    }

    async fn renew_code(&self, id: IntegrationId) -> Result<bool, ConnectError> {
        if self.parts.flights.is_under_way(id) || self.parts.weather.is_bad(self.now()) {
            return Ok(false);
        }
        let Some(_alone) = self.turn_if_free(id).await? else { return Ok(false) };
        let session = self.parts.store.session_for_job(id).await?.filter(|session| !session.removing);
        let Some((session, access)) = session.and_then(|session| session.access().map(|access| (session, access)))
        else {
            return Ok(false);
        };
        // an event or another server may have been faster
        if !self.parts.codes.is_due(&session, self.now()) {
            self.parts.codes.learned(&session, self.now());
            return Ok(false);
        }
        let answer = self.ask_code(id, &access).await;
        self.parts.weather.note(&answer, self.now());
        // why there is none, the next status tells
        let Ok(Some(given)) = answer else {
            self.parts.codes.learned(&session, self.now());
            return Ok(true);
        };
        let saved = self
            .change(id, |session, now| {
                let is_news = session.live.qr.as_ref().is_none_or(|known| known.payload != given.payload);
                if is_news && may_have(session, now) {
                    fold::qr(session, &given, Source::Probe, now)
                } else {
                    session.live.clone()
                }
            })
            .await?;
        if let Some(session) = saved {
            self.parts.codes.learned(&session, self.now());
        }
        Ok(true)
    }

    /// Asks for a code, not longer than a status may take.
    pub(super) async fn ask_code(
        &self,
        id: IntegrationId,
        access: &AccountAccess,
    ) -> Result<Option<GivenQr>, GatewayError> {
        self.parts.codes.asked(id, self.now());
        let asked = tokio::time::timeout(self.parts.patience.answer, self.parts.gateway.qr(access)).await;
        asked.unwrap_or_else(|_| Err(status::too_slow("accounts/qr")))
    }
}

/// Whether there can be a code: one that was scanned has no successor, unless the platform says that it wants one.
fn may_have(session: &Session, now: Timestamp) -> bool {
    let shown = session.live.lifecycle.shown(now);
    session.live.attempt.is_some()
        && !matches!(shown, SessionState::Connected | SessionState::Linking | SessionState::Reconnecting)
}

/// When the code of a session is to be asked for, which was asked for at `asked_at`.
fn due_at(session: &Session, asked_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    may_have(session, now).then(|| match &session.live.qr {
        Some(code) => successor_at(code, asked_at),
        None => asked_at.map_or(Timestamp(i64::MIN), |at| at.plus(FIRST_EVERY)),
    })
}

fn successor_at(code: &IssuedQr, asked_at: Option<Timestamp>) -> Timestamp {
    match asked_at.filter(|at| *at >= code.expires_at) {
        // its successor was late: a little more time each, and at last as good as none
        Some(at) => {
            let late = at.since(code.expires_at);
            at.plus(if late < RENEWAL { late.clamp(SOONEST, LATEST) } else { NEXT_LIFE })
        }
        // one that was out before we first saw it ends before we believe
        None => code.expires_at.min(code.issued_at().max(asked_at.unwrap_or(code.issued_at())).plus(NEXT_LIFE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::qr::QrPayload;

    fn at(milliseconds: u64) -> Timestamp {
        Timestamp(0).plus(Duration::from_millis(milliseconds))
    }

    fn code(ordinal: u32, ends: u64) -> IssuedQr {
        IssuedQr { payload: QrPayload::Text("2@".to_owned()), ordinal, expires_at: at(ends) }
    }

    #[test]
    fn a_successor_is_asked_for_at_the_end_and_a_few_times_more() {
        let code = code(2, 20_000);
        assert_eq!(successor_at(&code, None), at(20_000));
        let mut asked = 20_400;
        let mut late = Vec::new();
        for _ in 0..7 {
            late.push(asked - 20_000);
            asked = u64::try_from(successor_at(&code, Some(at(asked))).0).unwrap();
        }
        assert_eq!(late, [400, 1_400, 2_800, 4_800, 6_800, 8_800, 28_800]);
    }

    #[test]
    fn a_first_code_of_unknown_age_is_looked_after() {
        let code = code(1, 60_000);
        assert_eq!(successor_at(&code, None), at(20_000));
        assert_eq!(successor_at(&code, Some(at(20_000))), at(40_000));
        assert_eq!(successor_at(&code, Some(at(45_000))), at(60_000));
    }
}
