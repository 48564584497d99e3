//! Another role for a colleague, or none.

use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    domain::{
        actor::{Actor, Role},
        ids::UserId,
    },
    http::{auth::Admin, page::Page},
    people::StaffError,
    ui::pages::staff::Part,
};

use super::{back, refused, render};

#[derive(Deserialize)]
pub(in crate::http) struct RoleForm {
    #[serde(default)]
    role: String,
    /// What the page showed.
    #[serde(default)]
    from: String,
}

/// `POST /people/{id}/role`
pub(in crate::http) async fn role(
    Admin(actor): Admin,
    Path(id): Path<String>,
    page: Page,
    Form(form): Form<RoleForm>,
) -> Response {
    let Some(role) = Role::parse(&form.role) else { return StatusCode::BAD_REQUEST.into_response() };
    change(page, actor, &id, Some(role), Role::parse(&form.from), "role").await
}

/// `GET /people/{id}/remove`: the question.
pub(in crate::http) async fn ask(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let found = match named(&id) {
        Ok(user) => page.app().people.colleague(&actor, user).await,
        Err(unknown) => Err(unknown),
    };
    match found {
        Ok(colleague) => render(page, StatusCode::OK, actor, Part::Remove(colleague)),
        Err(refusal) => refused(page, actor, &refusal).await,
    }
}

/// `POST /people/{id}/remove`: the answer.
pub(in crate::http) async fn remove(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    change(page, actor, &id, None, None, "removed").await
}

async fn change(
    page: Page,
    actor: Actor,
    id: &str,
    to: Option<Role>,
    shown: Option<Role>,
    done: &'static str,
) -> Response {
    let changed = async {
        let user = named(id)?;
        let found = page.app().people.colleague(&actor, user).await?;
        // what was chosen on an old page is not what is meant now
        if shown.is_some_and(|shown| shown != found.role) {
            return Err(StaffError::Outdated);
        }
        page.app().people.change_role(&actor, user, to).await
    };
    match changed.await {
        Ok(_) => {
            // streams of who was removed end, and others stop or begin to carry codes
            page.app().rooms.signed_out(actor.organization);
            back(done)
        }
        Err(refusal) => refused(page, actor, &refusal).await,
    }
}

fn named(id: &str) -> Result<UserId, StaffError> {
    id.parse().map_err(|_| StaffError::Unknown)
}
