//! The page behind an invitation.

use axum::{
    Form,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::secret::Secret,
    http::{
        client::{ClientAddress, device},
        error, login,
        page::Page,
    },
    people::{JoinError, password::MIN_PASSWORD},
    ui::pages::staff::{Join, JoinPage},
};

#[derive(Deserialize)]
pub(in crate::http) struct Asked {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
pub(in crate::http) struct JoinForm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    wanted: String,
}

/// `GET /invite?token=…`: looking at it uses nothing up, since messengers look at links too.
pub(in crate::http) async fn show(Query(asked): Query<Asked>, page: Page) -> Response {
    form(page, StatusCode::OK, asked.token, false).await
}

/// `POST /invite`
pub(in crate::http) async fn submit(
    page: Page,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Form(typed): Form<JoinForm>,
) -> Response {
    let (token, wanted) = (Secret::new(typed.token.as_str()), Secret::new(typed.wanted));
    match page.app().people.join(&token, &wanted, device(address, &headers)).await {
        Ok(sign_in) => login::enter(page.app(), &headers, &sign_in, "/").await,
        Err(JoinError::BadPassword) => form(page, StatusCode::UNPROCESSABLE_ENTITY, typed.token, true).await,
        Err(JoinError::EmailTaken) => render(page, StatusCode::CONFLICT, Join::EmailTaken),
        Err(JoinError::BadLink) => render(page, StatusCode::GONE, Join::BadLink),
        Err(JoinError::Failed(failure)) => error::people(&failure).into_response(),
    }
}

async fn form(page: Page, status: StatusCode, token: String, is_bad: bool) -> Response {
    match page.app().people.invitation(&Secret::new(token.as_str())).await {
        Ok(Some(invitation)) => {
            let join = Join::Form { token, invitation: Box::new(invitation), least: MIN_PASSWORD, is_bad };
            render(page, status, join)
        }
        Ok(None) => render(page, StatusCode::GONE, Join::BadLink),
        Err(failure) => error::people(&failure).into_response(),
    }
}

fn render(page: Page, status: StatusCode, join: Join) -> Response {
    let frame = page.frame();
    page.show(status, move || view! { <JoinPage frame join /> })
}
