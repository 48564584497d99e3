//! «События платформы»: what the platform told by itself, and what became of it.

use leptos::prelude::*;

use crate::{
    domain::{ids::IntegrationId, time::Timestamp},
    ui::{
        inert::IntoInert as _,
        pages::when::When,
        words::{fill, panel, session::t},
    },
};

use super::{EVENTS, address};

/// A page of a session's events.
#[derive(Clone, Debug)]
pub struct Events {
    /// The newest first.
    pub rows: Vec<EventRow>,
    /// The page shows those before this number; `None` is the newest page.
    pub before: Option<i64>,
    /// The page that follows shows those before this number; `None` if there are none.
    pub earlier: Option<i64>,
    /// What has just been done.
    pub note: Option<Replayed>,
}

/// An event. Nothing that somebody wrote is in it.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// Our number of it.
    pub number: i64,
    /// The platform's id of it.
    pub event_id: Option<String>,
    /// Its type as it was sent.
    pub kind: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// When it happened by the platform's clock, if that is another time.
    pub happened_at: Option<Timestamp>,
    /// What became of it.
    pub fate: Fate,
    /// Whether who looks may take it up again.
    pub can_be_replayed: bool,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is kept, and nobody is to get it.
    Taken,
    /// It is to be passed on: so many tries were in vain, the last one for this reason.
    Waiting(u32, Option<Reason>),
    /// It was passed on.
    PassedOn,
    /// It was given up.
    GivenUp(Option<Reason>),
}

/// Why an event was not passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The receiver answered with this status.
    Status(u16),
    /// The receiver did not answer in time.
    Late,
    /// The receiver did not answer.
    Silent,
    /// What was kept of it cannot be read.
    Unreadable,
    /// As the log has it.
    Other(String),
}

/// What became of taking an event up again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// It was done.
    Done {
        /// It may change a state: then it was believed again, and the platform is asked.
        is_about_state: bool,
        /// What has become of it by now.
        fate: Fate,
    },
    /// There was nothing left to do with it.
    Nothing,
}

#[component]
pub(super) fn EventsPart(id: IntegrationId, events: Events, now: Timestamp) -> impl IntoView {
    let Events { rows, before, earlier, note } = events;
    let content = match (rows.is_empty(), before) {
        (true, None) => view! { <p class="none">{t().no_events}</p> }.into_inert(),
        (true, Some(_)) => view! { <p class="none">{t().no_more_events}</p> }.into_inert(),
        (false, _) => view! { <Rows id rows before now /> }.into_inert(),
    };
    let newest = before.map(|_| view! { <a class="button" href=format!("{}#{EVENTS}", address(id))>{t().newest}</a> });
    let earlier = earlier.map(|number| {
        let href = format!("{}?before={number}#{EVENTS}", address(id));
        view! { <a class="button" href=href>{t().earlier}</a> }
    });
    let pages = (newest.is_some() || earlier.is_some()).then(|| view! { <p class="acts">{newest} {earlier}</p> });
    view! {
        <section class="listed" id=EVENTS aria-labelledby="events-title">
            <div>
                <h2 id="events-title">{t().events}</h2>
                <p class="fine">{t().events_about}</p>
            </div>
            {note.map(|note| view! { <p class="note info" role="status">{said(&note)}</p> })}
            {content}
            {pages}
        </section>
    }
}

/// What was done with an event that was taken up again.
fn said(note: &Replayed) -> String {
    let Replayed::Done { is_about_state, fate } = note else { return t().nothing_to_do.to_owned() };
    let passing = match fate {
        Fate::Waiting(..) => Some(t().replayed_waiting),
        Fate::GivenUp(_) => Some(t().replayed_given_up),
        // one about a state was passed on before, and is not passed on again
        Fate::PassedOn if !is_about_state => Some(t().replayed_passed_on),
        Fate::PassedOn | Fate::Taken => None,
    };
    let said: Vec<_> = is_about_state.then_some(t().replayed).into_iter().chain(passing).collect();
    said.join(" ")
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
fn Rows(id: IntegrationId, rows: Vec<EventRow>, before: Option<i64>, now: Timestamp) -> impl IntoView {
    let heads = [t().received, t().event, t().fate];
    let acts = rows.iter().any(|row| row.can_be_replayed);
    view! {
        <table class="rows told" role="table" aria-labelledby="events-title">
            <thead role="rowgroup">
                <tr role="row">
                    {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                    {acts.then(|| view! { <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th> })}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|row| view! { <Line id row before acts now /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Line(id: IntegrationId, row: EventRow, before: Option<i64>, acts: bool, now: Timestamp) -> impl IntoView {
    let EventRow { number, event_id, kind, received_at, happened_at, fate, can_be_replayed } = row;
    let (fate, reason) = match fate {
        Fate::Taken => (t().taken.to_owned(), None),
        Fate::Waiting(0, reason) => (t().waiting.to_owned(), reason),
        Fate::Waiting(tries, reason) => (fill(t().waiting_again, &[&tries]), reason),
        Fate::PassedOn => (t().passed_on.to_owned(), None),
        Fate::GivenUp(reason) => (t().given_up.to_owned(), reason),
    };
    let reason = reason.map(|reason| match reason {
        Reason::Status(status) => fill(t().status, &[&status]),
        Reason::Late => t().late.to_owned(),
        Reason::Silent => t().silent.to_owned(),
        Reason::Unreadable => t().unreadable.to_owned(),
        Reason::Other(text) => text,
    });
    let fate = reason.map_or_else(|| fate.clone(), |reason| format!("{fate}: {reason}"));
    let button = can_be_replayed.then(|| {
        // many buttons of one name: each says which event it is about
        let ago = panel::t().ago(now.0.saturating_sub(received_at.0) / 1_000);
        let kind = if kind.is_empty() { t().no_kind } else { &kind };
        let name = format!("{}: {kind}, {ago}", t().replay);
        view! {
            <form class="acts" method="post" action=format!("{}/events/{number}/replay", address(id))>
                {before.map(|before| view! { <input type="hidden" name="before" value=before.to_string() /> })}
                <button type="submit" aria-label=name>{t().replay}</button>
            </form>
        }
    });
    let kind = if kind.is_empty() { t().no_kind.into_inert() } else { view! { <code>{kind}</code> }.into_inert() };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <When at=received_at now />
                {happened_at.map(|at| view! { <small>{t().by_platform} " " {t().utc(at.utc())}</small> })}
            </th>
            <td role="cell">{kind} {event_id.map(|id| view! { " " <small>{id}</small> })}</td>
            <td role="cell" data-label=t().fate>{fate}</td>
            {acts.then(|| view! { <td role="cell">{button}</td> })}
        </tr>
    }
}
