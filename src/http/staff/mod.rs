//! «Сотрудники»: who may do what, by plain forms; and the page behind an invitation.

pub(super) mod change;
pub(super) mod invite;
pub(super) mod join;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::actor::{Actor, Role},
    people::StaffError,
    ui::pages::staff::{InviteForm, Note, Part, Staff, StaffPage},
};

use super::{auth::Admin, error, page::Page};

const DONE: [(&str, Note); 3] = [("role", Note::Changed), ("removed", Note::Removed), ("revoked", Note::Revoked)];

/// What stands in the address.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /people`
pub(super) async fn show(Admin(actor): Admin, Query(asked): Query<Asked>, page: Page) -> Response {
    let note = DONE.into_iter().find(|(word, _)| *word == asked.done).map(|(_, note)| note);
    staff(page, StatusCode::OK, actor, empty(), note).await
}

/// To the list, so that a reload changes nothing again.
fn back(done: &str) -> Response {
    Redirect::to(&format!("/people?done={done}")).into_response()
}

/// A form without anything in it.
fn empty() -> InviteForm {
    InviteForm { email: String::new(), role: Role::Member, bad: None }
}

/// The page with everybody.
async fn staff(page: Page, status: StatusCode, actor: Actor, form: InviteForm, note: Option<Note>) -> Response {
    let people = &page.app().people;
    let asked = async {
        let has_password = people.has_password(&actor).await?;
        Ok((has_password, people.staff(&actor).await?))
    };
    let (has_password, (colleagues, invitations)) = match asked.await {
        Ok(known) => known,
        Err(failure) => return refused(page, actor, &failure).await,
    };
    let staff = Staff { colleagues, invitations, has_crm: !has_password, form, note };
    render(page, status, actor, Part::Staff(Box::new(staff)))
}

fn render(page: Page, status: StatusCode, actor: Actor, part: Part) -> Response {
    let (frame, now) = (page.frame(), page.app().clock.now());
    let view = move || {
        view! { <StaffPage frame viewer=actor part now /> }
    };
    page.show(status, view)
}

/// The list with what there is to say, or an error's own page.
async fn refused(page: Page, actor: Actor, refusal: &StaffError) -> Response {
    let note = match refusal {
        StaffError::Outdated => Note::Outdated,
        StaffError::LastOwner => Note::LastOwner,
        StaffError::Forbidden => return StatusCode::FORBIDDEN.into_response(),
        StaffError::Unknown => return StatusCode::NOT_FOUND.into_response(),
        StaffError::AlreadyHere | StaffError::TooMany => return StatusCode::CONFLICT.into_response(),
        StaffError::Failed(failure) => return error::people(failure).into_response(),
    };
    Box::pin(staff(page, StatusCode::CONFLICT, actor, empty(), Some(note))).await
}
