//! «Обзор», for everybody of the organization: from the database, without asking the gateway.

use std::collections::HashMap;

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    connect::ports::{Session, StateChange},
    domain::{
        ids::IntegrationId,
        many::Group,
        time::Timestamp,
        uptime::{DAY, Share, Track},
    },
    ui::pages::overview::{Overview, OverviewPage},
};

use super::{auth::SignedIn, error, page::Page};

/// Hours of the plot.
const HOURS: i64 = 7 * 24;
/// An hour in milliseconds.
const HOUR: i64 = 60 * 60 * 1_000;
/// So many of the least reliable sessions are named.
const NAMED: usize = 10;

/// `GET /overview`
pub(super) async fn show(SignedIn(actor): SignedIn, page: Page) -> Response {
    let connect = page.app().connect.clone();
    let now = connect.now();
    let asked = async {
        let sessions = connect.list(&actor).await?;
        let since = Timestamp(now.0 - 7 * DAY);
        let changes = connect.changes_since(actor.organization, &sessions, since).await?;
        Ok((sessions, changes))
    };
    let (sessions, changes) = match asked.await {
        Ok(known) => known,
        Err(failure) => return error::use_case(&failure, "overview"),
    };
    let overview = overview(&sessions, changes, now);
    let frame = page.frame();
    let view = move || {
        view! { <OverviewPage frame viewer=actor overview /> }
    };
    page.show(StatusCode::OK, view)
}

fn overview(sessions: &[Session], changes: Vec<(IntegrationId, StateChange)>, now: Timestamp) -> Overview {
    let mut histories: HashMap<IntegrationId, Vec<StateChange>> = HashMap::new();
    for (id, change) in changes {
        histories.entry(id).or_default().push(change);
    }
    let from = Timestamp((now.0 / HOUR + 1 - HOURS) * HOUR);
    let mut tracks = vec![];
    for session in sessions {
        let history = histories.remove(&session.id).unwrap_or_default();
        let track = Track::of(history.into_iter().map(|change| (change.at, change.before, change.after)));
        let share = track.between(Timestamp(now.0 - 7 * DAY), now);
        tracks.push((session, track, share));
    }
    let hours = (0..HOURS).map(|hour| {
        // at the end of each hour; of the present one now
        let at = Timestamp(from.0 + (hour + 1) * HOUR - 1).min(now);
        let known = tracks.iter().filter_map(|(_, track, _)| track.at(at));
        known.fold((0, 0), |(up, all), is_up| (up + usize::from(is_up), all + 1))
    });
    let hours = hours.collect();
    let count = |wanted: Group| sessions.iter().filter(|session| session.group(now) == wanted).count();
    let [connected, wants_code, unreachable, other] = Group::ALL.map(count);
    let uptime = tracks.iter().fold(Share::default(), |sum, (.., share)| sum.and(*share));
    let mut named: Vec<_> = tracks
        .iter()
        .filter(|(.., share)| share.permille().is_some())
        .map(|(session, _, share)| (session.id, session.name.clone(), *share))
        .collect();
    named.sort_by_key(|(_, _, share)| share.permille());
    named.truncate(NAMED);
    Overview { connected, wants_code, unreachable, other, uptime, from, hours, sessions: named }
}
