//! One listener.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse as _, Response,
        sse::{Event, Sse},
    },
};
use futures_util::stream::{self, Stream};
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Interval, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::{actor::Actor, secret::Secret},
    http::{App, auth::SignedIn, cookie},
};

use super::{
    frame::Frame,
    room::{Room, Said},
};

/// Between two signs of life; a page that hears none for twice as long asks by itself.
const BEAT: Duration = Duration::from_secs(10);
/// How long a browser waits before it comes again.
const RETRY: Duration = Duration::from_secs(3);

/// `GET /api/live`: changes of the organization's sessions until the sign-in ends or the server stops.
pub async fn open(State(app): State<App>, SignedIn(actor): SignedIn, headers: HeaderMap) -> Response {
    let Some(token) = cookie::token(&headers, app.settings.secure_cookies) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    // first the room, then the list: what changes between the two comes twice rather than never
    let (room, said) = app.rooms.enter(actor.organization);
    let stopping = app.stopping.clone();
    let listener = Listener { app, actor, token, said, stopping, beat: beat(), behind: true, _room: room };
    (
        // a proxy that collects would make the stream worthless
        [("x-accel-buffering", "no")],
        Sse::new(events(listener)),
    )
        .into_response()
}

fn beat() -> Interval {
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}

struct Listener {
    app: App,
    actor: Actor,
    token: Secret,
    said: broadcast::Receiver<Said>,
    stopping: CancellationToken,
    beat: Interval,
    /// The whole list is due.
    behind: bool,
    _room: Arc<Room>,
}

fn events(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if std::mem::take(&mut self.behind) {
                let sessions = self.app.connect.list(&self.actor).await.ok()?;
                let frame = Frame::panel(&sessions, self.app.connect.now())?;
                return Some(frame.event().retry(RETRY));
            }
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => return None,
                said = self.said.recv() => match said {
                    Ok(Said::Frame(frame)) if frame.admins_only && !self.actor.is_admin() => {}
                    Ok(Said::Check) => self.actor = self.still().await?,
                    Ok(Said::Frame(frame)) => return Some(frame.event()),
                    Ok(Said::Missed) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.beat.tick() => {
                    self.actor = self.still().await?;
                    return Frame::beat(self.app.clock.now()).map(|frame| frame.event());
                }
            }
        }
    }

    /// Who the sign-in is by now. One that has ended, or is somebody of another organization, hears no more; a database
    /// that does not answer is no reason to go.
    async fn still(&self) -> Option<Actor> {
        match self.app.people.signed_in(&self.token).await {
            Ok(actor) => actor.filter(|actor| actor.organization == self.actor.organization),
            Err(_) => Some(self.actor.clone()),
        }
    }
}
