//! One listener.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures_util::stream::{self, Stream};
use sha2::{Digest as _, Sha256};
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Interval, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::{
    connect::{Connect, ports::Clock},
    domain::{actor::Actor, secret::Secret},
    http::{App, auth::SignedIn, cookie},
    people::People,
};

use super::{
    frame::Frame,
    room::{Room, Said},
    seats::Seat,
};

/// Between two signs of life; a page that hears none for twice as long asks by itself.
const BEAT: Duration = Duration::from_secs(10);
/// When whoever got no seat should come again, in seconds.
const NO_SEAT: &str = "30";
/// A proxy that collects would make the stream worthless, and so would one that keeps.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/event-stream"),
    (header::CACHE_CONTROL, "no-cache"),
    (HeaderName::from_static("x-accel-buffering"), "no"),
];

/// `GET /api/live`: changes of the organization's sessions until the sign-in ends or the server stops.
pub(crate) async fn open(State(app): State<App>, SignedIn(actor): SignedIn, headers: HeaderMap) -> Response {
    let Some(token) = cookie::token(&headers, app.settings.secure_cookies) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let Some(seat) = app.rooms.seat(Sha256::digest(token.expose()).into()) else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, NO_SEAT)]).into_response();
    };
    // first the room, then the list: what changes between the two comes twice rather than never
    let (room, said) = app.rooms.enter(actor.organization);
    let listener = Listener {
        room,
        said,
        actor,
        token,
        connect: app.connect,
        people: app.people,
        clock: app.clock,
        stopping: app.stopping,
        beat: beat(),
        behind: true,
        _seat: seat,
    };
    (HEADERS, Body::from_stream(events(listener))).into_response()
}

fn beat() -> Interval {
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}

struct Listener {
    room: Arc<Room>,
    said: broadcast::Receiver<Said>,
    actor: Actor,
    token: Secret,
    connect: Connect,
    people: Arc<People>,
    clock: Arc<dyn Clock>,
    stopping: CancellationToken,
    beat: Interval,
    /// The whole list is due.
    behind: bool,
    _seat: Seat,
}

fn events(listener: Listener) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        let frame = listener.next().await?;
        Some((Ok(frame.bytes), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if std::mem::take(&mut self.behind) {
                return self.room.list(&self.connect, &self.actor).await;
            }
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => return None,
                said = self.said.recv() => match said {
                    Ok(Said::Frame(frame)) if frame.admins_only && !self.actor.is_admin() => {}
                    Ok(Said::Check) => self.actor = self.still().await?,
                    Ok(Said::Frame(frame)) => return Some(frame),
                    Ok(Said::Missed) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.beat.tick() => {
                    self.actor = self.still().await?;
                    return Frame::beat(self.clock.now());
                }
            }
        }
    }

    /// Who the sign-in is by now. One that has ended, or is somebody of another organization, hears no more; a database
    /// that does not answer is no reason to go.
    async fn still(&self) -> Option<Actor> {
        match self.people.signed_in(&self.token).await {
            Ok(actor) => actor.filter(|actor| actor.organization == self.actor.organization),
            Err(_) => Some(self.actor.clone()),
        }
    }
}
