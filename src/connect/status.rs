//! One question to the gateway about one session, shared by all who ask within three seconds.

use std::time::Duration;

use crate::domain::{actor::Actor, evidence::Source, ids::IntegrationId, time::Timestamp, word::GatewayWord};

use super::{
    Connect, ConnectError, fold,
    ports::{AccountAccess, GatewayError, GatewayFault, Reported, Session},
};

/// Two polls of a page are three seconds apart, give or take.
const JITTER: Duration = Duration::from_millis(200);

/// How a status is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Skip our cache; one gateway question per three seconds is shared all the same.
    pub force: bool,
    /// The dialog asks: the attempt is not abandoned.
    pub dialog: bool,
}

impl Connect {
    /// The session as it stands, asked for at the gateway if nobody asked in the last three seconds. A gateway that
    /// does not answer changes the evidence, never the state.
    ///
    /// # Errors
    /// [`ConnectError::NotFound`] if the session is not the organization's, [`ConnectError::Store`].
    pub async fn status(&self, actor: &Actor, id: IntegrationId, ask: Ask) -> Result<Session, ConnectError> {
        let session = self.own(actor, id).await?;
        self.status_of(actor, session, ask).await
    }

    /// [`Connect::status`] of a session that was read just now.
    ///
    /// # Errors
    /// As [`Connect::status`].
    pub async fn status_of(&self, actor: &Actor, session: Session, ask: Ask) -> Result<Session, ConnectError> {
        if session.organization != actor.organization {
            return Err(ConnectError::NotFound);
        }
        let id = session.id;
        if ask.dialog && actor.is_admin() && session.live.attempt.is_some() {
            self.parts.codes.look(&session, self.now());
            self.parts.store.touch_attempt(id, self.now()).await?;
        }
        // whoever drives it writes down what it sees
        if self.parts.flights.is_under_way(id) || self.is_fresh(&session, ask) {
            return Ok(session);
        }
        // whoever waits here finds what was learned meanwhile
        let _seat = if ask.dialog { None } else { self.parts.seats.acquire().await.ok() };
        let alone = self.turn_if_free(id).await?;
        let session = self.own(actor, id).await?;
        // another server is asking or driving: it writes down what it sees
        let Some(_alone) = alone else { return Ok(session) };
        if self.is_fresh(&session, ask) {
            return Ok(session);
        }
        self.probe(session, ask.force && ask.dialog).await
    }

    /// Asks the gateway about a session, and for its `code` even where there can be no other. The caller holds its lock.
    pub(super) async fn probe(&self, session: Session, code: bool) -> Result<Session, ConnectError> {
        let Some(access) = session.access() else { return Ok(session) };
        let (id, asked_at) = (session.id, self.counts_from(&session));
        let asked = tokio::time::timeout(self.parts.patience.answer, self.ask(&session, &access, code)).await;
        let seen = asked.unwrap_or_else(|_| Err(too_slow("accounts/status")));
        self.parts.weather.note(&seen, self.now());
        if let Err(error) = &seen {
            tracing::warn!(session = %id, %error, "the gateway did not tell the status");
        }
        let saved = self
            .change(id, |session, now| {
                let mut live = match &seen {
                    Ok(reported) => fold::report(session, reported, Source::Probe, now),
                    Err(error) => fold::trouble(session, error, now),
                };
                // from when it was asked: a poll of three seconds is not to find its own last answer
                live.evidence.asked_at = Some(asked_at);
                live
            })
            .await?;
        let saved = saved.ok_or(ConnectError::NotFound)?;
        self.parts.codes.learned(&saved, self.now());
        Ok(saved)
    }

    /// The status, and during an attempt the current code beside it where there can be another.
    async fn ask(&self, session: &Session, access: &AccountAccess, code: bool) -> Result<Reported, GatewayError> {
        let gateway = &self.parts.gateway;
        if session.live.attempt.is_none() {
            return gateway.status(access).await;
        }
        let (mut reported, beside) = if code || self.parts.codes.is_due(session, self.now()) {
            let (reported, beside) = tokio::join!(gateway.status(access), self.ask_code(session.id, access));
            (reported?, beside.ok().flatten())
        } else {
            let reported = gateway.status(access).await?;
            // it wants a scan, and did not when it was last asked
            let is_news = session.live.evidence.word.as_deref() != Some(reported.word.as_str());
            let wants = reported.word == GatewayWord::QrNeeded && reported.qr.is_none() && is_news;
            (reported, if wants { self.ask_code(session.id, access).await.ok().flatten() } else { None })
        };
        if reported.qr.is_none() && reported.word != GatewayWord::Up {
            // a code that cannot be had now is asked for again
            reported.qr = beside;
        }
        Ok(reported)
    }

    /// From when a question of now counts: one that comes a little early counts from its time, so that many pages that
    /// ask in turn do not ask more often than one.
    fn counts_from(&self, session: &Session) -> Timestamp {
        let now = self.now();
        let due = session.live.evidence.asked_at.map(|at| at.plus(self.parts.patience.ask_every));
        due.filter(|due| now < *due && *due <= now.plus(JITTER)).unwrap_or(now)
    }

    fn is_fresh(&self, session: &Session, ask: Ask) -> bool {
        let (evidence, now) = (&session.live.evidence, self.now());
        let waits = !ask.force && !ask.dialog;
        if waits && evidence.asked_at.is_some() && self.parts.weather.is_bad(now) {
            return true;
        }
        // news held back for three seconds is not confirmed yet, and neither is anything while the gateway is silent
        let confirmed = evidence.trouble.is_none() && session.live.lifecycle.held.is_none();
        let told = evidence.checked_at.filter(|_| confirmed && !ask.force && evidence.source == Some(Source::Webhook));
        let patience = &self.parts.patience;
        let every = if waits && confirmed { patience.list_every } else { patience.ask_every };
        let latest: Option<Timestamp> = evidence.asked_at.max(told);
        latest.is_some_and(|at| now.since(at) + JITTER < every)
    }
}

/// No answer within the time of whoever asked.
pub(super) fn too_slow(call: &'static str) -> GatewayError {
    GatewayError { fault: GatewayFault::TimedOut, call, status: None, detail: String::new() }
}
