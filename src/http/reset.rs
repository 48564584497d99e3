//! The page behind a link that sets a new password once.

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
    people::{ChangeError, password::MIN_PASSWORD},
    ui::pages::account::{Reset, ResetPage},
};

use super::{
    client::{ClientAddress, device},
    error, login,
    page::Page,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
pub(super) struct ResetForm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    wanted: String,
}

/// `GET /reset?token=…`: looking at it uses nothing up, since messengers look at links too.
pub(super) async fn show(Query(asked): Query<Asked>, page: Page) -> Response {
    match page.app().people.is_reset(&Secret::new(asked.token.as_str())).await {
        Ok(true) => render(page, StatusCode::OK, Reset::Form(asked.token, MIN_PASSWORD, false)),
        Ok(false) => render(page, StatusCode::GONE, Reset::BadLink),
        Err(failure) => error::people(&failure).into_response(),
    }
}

/// `POST /reset`
pub(super) async fn submit(
    page: Page,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Form(form): Form<ResetForm>,
) -> Response {
    let (token, wanted) = (Secret::new(form.token.as_str()), Secret::new(form.wanted));
    match page.app().people.reset_password(&token, &wanted, device(address, &headers)).await {
        Ok(sign_in) => login::enter(page.app(), &headers, &sign_in, "/").await,
        Err(ChangeError::BadPassword) => {
            render(page, StatusCode::UNPROCESSABLE_ENTITY, Reset::Form(form.token, MIN_PASSWORD, true))
        }
        Err(ChangeError::Failed(failure)) => error::people(&failure).into_response(),
        Err(_) => render(page, StatusCode::GONE, Reset::BadLink),
    }
}

fn render(page: Page, status: StatusCode, reset: Reset) -> Response {
    let frame = page.frame();
    page.show(status, move || view! { <ResetPage frame reset /> })
}
