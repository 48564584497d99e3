//! A session as its page may show it: no secret, nothing of the gateway's own code.

use crate::{
    api::views,
    connect::{
        ConnectError,
        ports::{Cause, EventFate, KeptEvent, Session, StateChange},
    },
    domain::{actor::Actor, evidence::Source, ids::IntegrationId, time::Timestamp, uptime::Track},
    http::App,
    ui::pages::session::{
        ChangeRow, EventRow, Events, Facts, Fate, KeyNote, ManageNote, Reason, Replayed, SessionView, WebhookKey,
    },
};

use super::{Asked, Done, own};

/// Changes of a state on the page.
const CHANGES: usize = 100;
/// Changes of a state that its uptime is made of.
const HISTORY: u32 = 2_000;
/// Days of its uptime.
const DAYS: u16 = 30;
/// A session that changes while it is read is read again, this often at most.
const TRIES: u32 = 5;
/// Events on one page.
const EVENTS: usize = 50;
/// The platform's own time of an event is worth saying if it is this far from ours, in milliseconds.
const APART: u64 = 5_000;

/// The whole page.
pub(super) async fn shown(app: &App, actor: &Actor, id: &str, asked: &Asked) -> Result<SessionView, ConnectError> {
    let (session, changes) = with_history(app, actor, id).await?;
    let mut events = events(app, actor, session.id, asked.before.parse().ok()).await?;
    let key = if actor.is_admin() { Some(webhook_key(app, actor, &session, asked).await?) } else { None };
    let now = app.connect.now();
    events.note = match asked.done(now) {
        Some(Done::Replayed) => replayed(app, actor, session.id, asked).await?,
        Some(Done::Nothing) => Some(Replayed::Nothing),
        _ => None,
    };
    let manage = asked.done(now).and_then(|done| match done {
        Done::Renamed => Some(ManageNote::Renamed),
        Done::Primary => Some(ManageNote::Primary),
        Done::On => Some(ManageNote::On),
        Done::Off => Some(ManageNote::Off),
        Done::Started => Some(ManageNote::Started),
        Done::Replayed | Done::Nothing | Done::NewKey => None,
    });
    let track = Track::of(changes.iter().rev().map(|change| (change.at, change.before, change.after)));
    let changes = changes.into_iter().take(CHANGES).map(change).collect();
    let (facts, days) = (facts(&session, now), track.days(now, DAYS));
    Ok(SessionView { now, facts, days, changes, events, key, manage, is_admin: actor.is_admin() })
}

/// A session and its history as of one moment: the state above the lines must be the one that the first of them says.
async fn with_history(app: &App, actor: &Actor, id: &str) -> Result<(Session, Vec<StateChange>), ConnectError> {
    let mut session = own(app, actor, id).await?;
    let mut tries = 0;
    loop {
        let changes = app.connect.history(actor, session.id, HISTORY).await?;
        let now = own(app, actor, id).await?;
        tries += 1;
        if now.revision == session.revision || tries == TRIES {
            return Ok((now, changes));
        }
        session = now;
    }
}

fn facts(session: &Session, now: Timestamp) -> Facts {
    let evidence = &session.live.evidence;
    Facts {
        card: views::card(session, now),
        word: evidence.word.clone(),
        asked_at: evidence.asked_at,
        created_at: session.created_at,
        first_connected_at: session.live.first_connected_at,
    }
}

fn change(change: StateChange) -> ChangeRow {
    let source = match change.cause {
        Cause::Webhook => Some(Source::Webhook),
        Cause::Probe => Some(Source::Probe),
        Cause::Attempt => None,
    };
    let StateChange { at, before, after, word, .. } = change;
    ChangeRow { at, before, after, source, word }
}

async fn events(app: &App, actor: &Actor, id: IntegrationId, before: Option<i64>) -> Result<Events, ConnectError> {
    // one more than is shown says whether there is another page
    let limit = u32::try_from(EVENTS + 1).unwrap_or(u32::MAX);
    let mut kept = app.connect.events(actor, id, before, limit).await?;
    let earlier = kept.get(EVENTS).and(kept.get(EVENTS - 1)).map(|last| last.number);
    kept.truncate(EVENTS);
    let rows = kept.into_iter().map(|kept| event(kept, actor)).collect();
    Ok(Events { rows, before, earlier, note: None })
}

fn event(kept: KeptEvent, actor: &Actor) -> EventRow {
    let apart = |at: &Timestamp| at.0.abs_diff(kept.received_at.0) > APART;
    EventRow {
        number: kept.number,
        fate: fate(&kept),
        can_be_replayed: actor.is_admin() && kept.can_be_replayed(),
        happened_at: kept.happened_at.filter(apart),
        received_at: kept.received_at,
        event_id: kept.event_id,
        kind: kept.kind,
    }
}

fn fate(kept: &KeptEvent) -> Fate {
    let reason = kept.why.as_deref().map(reason);
    match kept.fate {
        EventFate::Kept => Fate::Taken,
        EventFate::Waiting => Fate::Waiting(kept.tries, reason),
        EventFate::Forwarded => Fate::PassedOn,
        EventFate::Dead => Fate::GivenUp(reason),
    }
}

/// The words that passing events on leaves in the inbox.
fn reason(why: &str) -> Reason {
    if let Some(status) = why.strip_prefix("status ").and_then(|status| status.parse().ok()) {
        return Reason::Status(status);
    }
    match why {
        "it cannot be unsealed" => Reason::Unreadable,
        _ if why.starts_with("no answer in time") => Reason::Late,
        _ if why.starts_with("no answer") => Reason::Silent,
        _ => Reason::Other(why.to_owned()),
    }
}

/// What became of the event that the address names, by now.
async fn replayed(
    app: &App,
    actor: &Actor,
    id: IntegrationId,
    asked: &Asked,
) -> Result<Option<Replayed>, ConnectError> {
    let Ok(number) = asked.event.parse::<i64>() else { return Ok(None) };
    let found = app.connect.events(actor, id, number.checked_add(1), 1).await?;
    let found = found.into_iter().find(|event| event.number == number);
    Ok(found.map(|event| Replayed::Done { is_about_state: event.is_about_state, fate: fate(&event) }))
}

async fn webhook_key(app: &App, actor: &Actor, session: &Session, asked: &Asked) -> Result<WebhookKey, ConnectError> {
    if session.is_adopted {
        return Ok(WebhookKey::OfTheCrm);
    }
    if session.access().is_none() {
        return Ok(WebhookKey::NoAccount);
    }
    // said as long as it is so, whoever has changed it
    let is_untold = app.connect.is_webhook_key_untold(actor, session.id).await?;
    let is_new = asked.done(app.connect.now()) == Some(Done::NewKey);
    let note = if is_untold { Some(KeyNote::Untold) } else { is_new.then_some(KeyNote::Changed) };
    Ok(WebhookKey::Changeable(note))
}
