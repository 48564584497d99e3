//! Ensure account with QR: everything between the reserved row and the code on the screen.
//!
//! A drive runs as a task of its own, so that a closed browser tab does not cut it in half; whoever asks for the same
//! session meanwhile waits for the same landing.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tracing::Instrument as _;

use crate::domain::{
    ids::IntegrationId, lifecycle::Lifecycle, state::SessionState, time::Timestamp, word::GatewayWord,
};

use super::{
    Connect, ConnectError,
    flights::{Boarding, Flights, Landing, Pilot},
    fold,
    ports::{AccountAccess, GatewayError, GatewayFault, Session},
    provision::needs_nothing,
    search::{Look, Search},
    turn::{Approach, Turn},
};

/// The QR is asked for this often at first.
const DENSE_STEP: Duration = Duration::from_millis(100);
const DENSE_FOR: Duration = Duration::from_secs(2);
const WIDEST_STEP: Duration = Duration::from_millis(1_500);
/// The status is asked for this often while there is no code: the account may be linked already.
const STATUS_EVERY: Duration = Duration::from_secs(1);
/// An account from before that gives no code this long is forgotten and started anew.
const RESTART_AFTER: Duration = Duration::from_secs(6);
/// Waits before a call that failed in passing is made again.
const SECOND_TRIES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(900)];

impl Connect {
    /// Starts the account of a row and waits for a code, a connection, or the end of patience. Returns the session as
    /// it stands then.
    pub(super) async fn drive(&self, id: IntegrationId) -> Result<Session, ConnectError> {
        let ticket = match self.parts.flights.board(id) {
            Boarding::Passenger(ticket) => ticket,
            Boarding::Pilot(pilot) => {
                let ticket = Flights::ticket(&pilot);
                let this = self.clone();
                // its lines have the id of the request that began it, and so have those of the gateway's calls
                let span = tracing::info_span!("drive", session = %id);
                self.parts.tasks.spawn(async move { this.fly(id, pilot).await }.instrument(span));
                ticket
            }
        };
        ticket.landing().await?;
        self.parts.store.session_for_job(id).await?.ok_or(ConnectError::Cancelled)
    }

    async fn fly(&self, id: IntegrationId, pilot: Pilot) {
        let landing = match self.approach(id, &pilot).await {
            Ok(Approach::Clear(turn)) => match self.parts.store.session_for_job(id).await {
                // somebody else drove it between the look that led here and this turn
                Ok(Some(session)) if needs_nothing(&session, self.now()) => Ok(()),
                Ok(Some(session)) => {
                    tracing::info!(attempt = session.live.attempt_word(), "an attempt is driven");
                    self.fly_alone(id, &pilot, turn).await
                }
                Ok(None) => self.fly_alone(id, &pilot, turn).await,
                Err(error) => Err(error.into()),
            },
            Ok(Approach::Done(landing)) => landing,
            Err(error) => Err(error),
        };
        self.parts.flights.land(id, pilot, landing);
    }

    async fn fly_alone(&self, id: IntegrationId, pilot: &Pilot, mut turn: Turn) -> Landing {
        let answering = AtomicBool::new(false);
        let ensured = tokio::time::timeout(self.parts.patience.ensure, self.ensure(id, pilot, &answering));
        let flight = async {
            tokio::select! {
                ensured = ensured => Some(ensured),
                () = self.is_wanted_elsewhere(id) => None,
            }
        };
        let landing = match pilot.cancel.run_until_cancelled(flight).await.flatten() {
            None => Err(ConnectError::Cancelled),
            Some(Ok(landing)) => landing,
            // it answers, slowly, and has no code yet: the attempt goes on
            Some(Err(_)) if answering.load(Ordering::Relaxed) => Ok(()),
            Some(Err(_)) => Err(out_of_patience().into()),
        };
        match landing {
            // the page that cancels cleans up itself; a server that stops leaves the row for the next start
            Ok(()) | Err(ConnectError::Cancelled | ConnectError::NotFound) => {
                // another server may go on with it
                if !self.parts.flights.is_stopping() {
                    turn.say(&landing);
                }
                landing
            }
            Err(error) => self.give_up(id, error, turn).await,
        }
    }

    /// What a failed attempt made is taken back; any other row stays as it was, with the gateway's trouble beside it.
    async fn give_up(&self, id: IntegrationId, error: ConnectError, mut turn: Turn) -> Landing {
        turn.say(&Err(error.clone()));
        tracing::warn!(session = %id, %error, "the attempt failed");
        let session = match &error {
            // that was heard: no start is on its way any more
            ConnectError::Gateway(error) if error.fault != GatewayFault::TimedOut => {
                self.change(id, |session, now| with_trouble(session, error, now)).await?
            }
            _ => self.parts.store.session_for_job(id).await?,
        };
        match session {
            Some(session) if session.is_disposable() => {
                if !self.withdraw(&session, None, "failed").await? {
                    // an event was faster: it is connected
                    return Ok(());
                }
                self.bury_soon(session, turn).await;
            }
            Some(_) => {
                let trouble = if let ConnectError::Gateway(error) = &error { Some(error.clone()) } else { None };
                self.change(id, |session, now| {
                    let mut calm = session.clone();
                    calm.live = fold::without_attempt(session);
                    trouble.as_ref().map_or_else(|| calm.live.clone(), |error| fold::trouble(&calm, error, now))
                })
                .await?;
            }
            None => {}
        }
        Err(error)
    }

    async fn ensure(&self, id: IntegrationId, pilot: &Pilot, answering: &AtomicBool) -> Landing {
        let began = self.now();
        let before = self.parts.store.session_for_job(id).await?.ok_or(ConnectError::NotFound)?;
        let session = self.change(id, begin).await?.filter(|session| !session.removing);
        let (access, reported) = self.start(session.ok_or(ConnectError::NotFound)?, pilot).await?;
        answering.store(true, Ordering::Relaxed);
        let session = self.change(id, |session, now| fold::started(session, &reported, now)).await?;

        let mut search = Search::new(&before, began);
        let mut step = DENSE_STEP;
        let mut current = session.ok_or(ConnectError::NotFound)?;
        loop {
            if search.is_over(&current, self.now()) {
                return Ok(());
            }
            let mut stumble = None;
            let look = self.look(&access, &mut search, self.now().since(began)).await;
            answering.store(look.is_ok(), Ordering::Relaxed);
            match look {
                Ok(Some(look)) => {
                    let seen = self.change(id, |session, now| look.fold(session, now)).await?;
                    current = seen.ok_or(ConnectError::NotFound)?;
                    continue;
                }
                Ok(None) => search.nonsense = 0,
                Err(error) if error.may_pass() && !search.makes_no_sense(&error) => stumble = Some(error),
                Err(error) => return Err(error.into()),
            }
            if self.now().since(began) + step >= self.parts.patience.ensure {
                // the gateway answers and has no code yet: the attempt goes on, asked for by the page
                return stumble.map_or(Ok(()), |error| Err(error.into()));
            }
            self.parts.clock.sleep(step).await;
            if self.now().since(began) >= DENSE_FOR {
                step = (step * 3 / 2).min(WIDEST_STEP);
            }
            // an event may have been faster
            current = self.parts.store.session_for_job(id).await?.ok_or(ConnectError::NotFound)?;
        }
    }

    /// One look at the gateway: the code, and from time to time the status.
    async fn look(
        &self,
        access: &AccountAccess,
        search: &mut Search,
        waited: Duration,
    ) -> Result<Option<Look>, GatewayError> {
        if let Some(given) = self.parts.gateway.qr(access).await?
            && search.spent.as_ref() != Some(&given.payload)
        {
            return Ok(Some(Look::Code(given)));
        }
        if self.now().since(search.status_at) < STATUS_EVERY {
            return Ok(None);
        }
        search.status_at = self.now();
        let reported = self.parts.gateway.status(access).await?;
        if matches!(reported.word, GatewayWord::Up) {
            return Ok(Some(Look::Status(reported)));
        }
        // codes that ran out may not be renewed by a start: forget the account once and start it again, same row
        let patience = if search.spent.is_some() { DENSE_FOR } else { RESTART_AFTER };
        if search.may_restart(&reported.word) && waited >= patience {
            search.restarted = true;
            self.parts.gateway.stop(access).await?;
            let reported = self.parts.gateway.start(access).await?;
            return Ok(Some(Look::Status(reported)));
        }
        Ok(None)
    }

    /// Makes a call again that failed in passing. Every call of the platform that goes through here may be repeated.
    pub(super) async fn patiently<T, F>(&self, call: impl Fn() -> F + Send) -> Result<T, GatewayError>
    where
        F: Future<Output = Result<T, GatewayError>> + Send,
    {
        for wait in SECOND_TRIES {
            match call().await {
                Err(error) if error.may_pass() => {
                    tracing::info!(%error, "a gateway call is made again");
                    self.parts.clock.sleep(wait).await;
                }
                done => return done,
            }
        }
        call().await
    }
}

fn with_trouble(session: &Session, error: &GatewayError, now: Timestamp) -> super::ports::Live {
    if session.is_disposable() { fold::trouble(session, error, now) } else { session.live.clone() }
}

/// A drive begins: nothing of an earlier try counts any more.
fn begin(session: &Session, now: Timestamp) -> super::ports::Live {
    let mut live = session.live.clone();
    live.lifecycle = Lifecycle::new(SessionState::Starting);
    live.qr = None;
    if let Some(attempt) = &mut live.attempt {
        attempt.started_at = now;
        attempt.asked_at = now;
    }
    live
}

fn out_of_patience() -> GatewayError {
    GatewayError {
        fault: GatewayFault::TimedOut,
        call: "ensure account with QR",
        status: None,
        detail: "no answer within the time for the whole".to_owned(),
    }
}
