//! Invitations, made and called back.

use axum::{
    Form,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    domain::{actor::Role, ids::InvitationId},
    http::{auth::Admin, page::Page},
    people::{MAX_INVITATIONS, StaffError, email::Email},
    ui::pages::staff::{BadInvite, InviteForm, Note},
};

use super::{back, empty, refused, staff};

#[derive(Deserialize)]
pub(in crate::http) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
}

/// `POST /people/invitations`: the answer shows the link, this once. The same address again gets another link, and the
/// one before opens nothing.
pub(in crate::http) async fn submit(Admin(actor): Admin, page: Page, Form(typed): Form<Typed>) -> Response {
    let Some(role) = Role::parse(&typed.role) else { return StatusCode::BAD_REQUEST.into_response() };
    let form = |bad| InviteForm { email: typed.email.clone(), role, bad: Some(bad) };
    let Ok(email) = Email::parse(&typed.email) else {
        return staff(page, StatusCode::UNPROCESSABLE_ENTITY, actor, form(BadInvite::Email), None).await;
    };
    let bad = match page.app().people.invite(&actor, &email, role).await {
        Ok(token) => {
            let link = format!("{}/invite?token={}", page.app().settings.public_url, token.expose());
            let note = Note::Link(email.as_str().to_owned(), link);
            let mut response = staff(page, StatusCode::CREATED, actor, empty(), Some(note)).await;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            return response;
        }
        Err(StaffError::AlreadyHere) => BadInvite::AlreadyHere,
        Err(StaffError::TooMany) => BadInvite::TooMany(MAX_INVITATIONS),
        Err(refusal) => return refused(page, actor, &refusal).await,
    };
    staff(page, StatusCode::CONFLICT, actor, form(bad), None).await
}

/// `POST /people/invitations/{id}/revoke`
pub(in crate::http) async fn revoke(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let revoked = match id.parse::<InvitationId>() {
        Ok(id) => page.app().people.revoke_invitation(&actor, id).await,
        Err(_) => Err(StaffError::Unknown),
    };
    match revoked {
        Ok(()) => back("revoked"),
        Err(refusal) => refused(page, actor, &refusal).await,
    }
}
