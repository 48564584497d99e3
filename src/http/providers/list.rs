//! The list, and the form for administrators.

use axum::{extract::Query, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::{actor::Actor, ids::IntegrationId, integration::Provider},
    http::{auth::SignedIn, page::Page},
    ui::pages::integrations::{AddForm, Note, Part, ProviderRow, Providers, WhatsAppIntegrations},
};

use super::{Done, failed, fields::LIMITS, rows};

#[derive(Deserialize)]
pub(in crate::http) struct Asked {
    /// Whose form is open; WPP's unless it is known.
    #[serde(default)]
    provider: String,
    /// What has just happened, to which row.
    #[serde(default)]
    done: String,
    #[serde(default)]
    row: String,
}

/// `GET /providers`, for everybody of the organization.
pub(in crate::http) async fn show(SignedIn(actor): SignedIn, Query(asked): Query<Asked>, page: Page) -> Response {
    let form = empty(Provider::known(&asked.provider));
    respond(page, StatusCode::OK, actor, form, |rows| note(&asked, rows)).await
}

/// A form without anything in it.
pub(super) fn empty(chosen: Option<&'static Provider>) -> AddForm {
    AddForm { chosen, name: String::new(), account: String::new(), bad: Vec::new(), limits: LIMITS }
}

/// The page with this form; members get the list alone.
pub(super) async fn respond(
    page: Page,
    status: StatusCode,
    actor: Actor,
    form: AddForm,
    note: impl FnOnce(&[ProviderRow]) -> Option<Note>,
) -> Response {
    let rows: Vec<ProviderRow> = match rows::others(page.app(), &actor).await {
        Ok(rows) => rows.iter().map(rows::shown).collect(),
        Err(error) => return failed(&error),
    };
    let note = note(&rows);
    let part = Part::Providers(Providers { rows, form: actor.is_admin().then_some(form), note });
    render(page, status, actor, part)
}

pub(super) fn render(page: Page, status: StatusCode, actor: Actor, part: Part) -> Response {
    let frame = page.frame();
    let view = move || view! { <WhatsAppIntegrations frame viewer=actor part /> };
    page.show(status, view)
}

/// Said only as long as it is so: an address is kept, sent on, and opened again.
fn note(asked: &Asked, rows: &[ProviderRow]) -> Option<Note> {
    let done = Done::ALL.into_iter().find(|done| done.word() == asked.done)?;
    let id: IntegrationId = asked.row.parse().ok()?;
    let row = rows.iter().find(|row| row.id == id);
    match done {
        Done::Added => Some(Note::Added(row?.name.clone())),
        Done::Saved => Some(Note::Saved(row?.name.clone())),
        Done::Deleted => row.is_none().then_some(Note::Deleted),
    }
}
