//! One session's page: what is known of it, its history, its events, its webhook key. And the table of all. Plain forms.

pub(super) mod bulk;
pub(super) mod key;
pub(super) mod list;
pub(super) mod manage;
pub(super) mod replay;
mod rows;
pub(super) mod show;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    connect::{ConnectError, ports::Session},
    domain::{actor::Actor, ids::IntegrationId, time::Timestamp},
    ui::pages::session::{EVENTS, MANAGE, Part, SessionPage, WEBHOOK_KEY},
};

use super::{App, error, page::Page};

/// What stands in the address of a session's page.
#[derive(Default, Deserialize)]
pub(in crate::http) struct Asked {
    /// Events before this number; the newest if it is none.
    #[serde(default)]
    before: String,
    /// What has just been done: see [`Done`].
    #[serde(default)]
    done: String,
    /// To which event.
    #[serde(default)]
    event: String,
    /// When, in milliseconds since the epoch.
    #[serde(default)]
    at: String,
}

/// What has just been done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    /// An event was taken up again.
    Replayed,
    /// An event should have been.
    Nothing,
    /// The webhook key was changed.
    NewKey,
    /// It has another name.
    Renamed,
    /// It is the first choice.
    Primary,
    /// It is on.
    On,
    /// It is off.
    Off,
    /// It was started again.
    Started,
}

impl Done {
    const ALL: [Self; 8] =
        [Self::Replayed, Self::Nothing, Self::NewKey, Self::Renamed, Self::Primary, Self::On, Self::Off, Self::Started];

    fn word(self) -> &'static str {
        match self {
            Self::Replayed => "replayed",
            Self::Nothing => "nothing",
            Self::NewKey => "new-key",
            Self::Renamed => "renamed",
            Self::Primary => "primary",
            Self::On => "on",
            Self::Off => "off",
            Self::Started => "started",
        }
    }

    /// How long it is worth saying, in milliseconds: an address is kept, sent on, and opened again.
    fn lasts(self) -> i64 {
        match self {
            Self::NewKey => 600_000,
            _ => 60_000,
        }
    }

    /// The part of the page that it belongs to.
    fn part(self) -> &'static str {
        match self {
            Self::Replayed | Self::Nothing => EVENTS,
            Self::NewKey => WEBHOOK_KEY,
            Self::Renamed | Self::Primary | Self::On | Self::Off | Self::Started => MANAGE,
        }
    }
}

impl Asked {
    /// What was done, as long as that is worth saying.
    fn done(&self, now: Timestamp) -> Option<Done> {
        let done = Done::ALL.into_iter().find(|done| done.word() == self.done)?;
        let at: i64 = self.at.parse().ok()?;
        (0..done.lasts()).contains(&now.0.checked_sub(at)?).then_some(done)
    }
}

/// To the page, so that a reload does nothing again. `event` is the one it was done to, `before` the page it was on.
fn back(id: IntegrationId, done: Done, now: Timestamp, event: Option<i64>, before: Option<i64>) -> Response {
    let part = done.part();
    let named = |name: &str, number: Option<i64>| number.map(|number| format!("&{name}={number}")).unwrap_or_default();
    let (event, before) = (named("event", event), named("before", before));
    let at = now.0;
    Redirect::to(&format!("/sessions/{id}?done={}&at={at}{event}{before}#{part}", done.word())).into_response()
}

/// What is no id names nothing.
fn named(id: &str) -> Result<IntegrationId, ConnectError> {
    id.parse().map_err(|_| ConnectError::NotFound)
}

/// The session that `id` names. A foreign one does not exist.
async fn own(app: &App, actor: &Actor, id: &str) -> Result<Session, ConnectError> {
    app.connect.find(actor.organization, named(id)?).await?.ok_or(ConnectError::NotFound)
}

fn render(page: Page, status: StatusCode, actor: Actor, part: Part) -> Response {
    let frame = page.frame();
    let view = move || view! { <SessionPage frame viewer=actor part /> };
    page.show(status, view)
}

fn failed(error: &ConnectError) -> Response {
    error::use_case(error, "session")
}
