//! The first run: the form behind the link that the server printed.

use axum::{
    Form,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::secret::Secret,
    people::{BadField, FirstRun, FirstRunError, admin::MAX_ORGANIZATION_NAME, password::MIN_PASSWORD},
    ui::pages::setup::{Field, Limits, SetupPage, SetupState},
};

use super::{
    client::{ClientAddress, device},
    error, login,
    page::Page,
};

#[derive(Deserialize)]
pub(super) struct SetupQuery {
    #[serde(default)]
    token: String,
}

#[derive(Deserialize)]
pub(super) struct SetupForm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    organization: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// The form for whoever has the link; everybody else reads where to find it.
pub(super) async fn show(Query(query): Query<SetupQuery>, page: Page) -> Response {
    match page.app().people.any_user().await {
        Ok(false) => {}
        Ok(true) => return Redirect::to("/login").into_response(),
        Err(failure) => return error::people(&failure).into_response(),
    }
    if !page.app().people.is_setup_token(&Secret::new(query.token.as_str())) {
        return render(page, StatusCode::FORBIDDEN, SetupState::NoToken);
    }
    let state = SetupState::Form { token: query.token, organization: String::new(), email: String::new(), bad: None };
    render(page, StatusCode::OK, state)
}

/// Makes the organization and its administrator, signs them in, and leads to the main page.
pub(super) async fn submit(
    page: Page,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Form(form): Form<SetupForm>,
) -> Response {
    let SetupForm { token, organization, email, password } = form;
    let secret = Secret::new(token.as_str());
    let first = FirstRun { organization, email, password: Secret::new(password) };
    match page.app().people.first_run(&secret, &first, device(address, &headers)).await {
        Ok(sign_in) => login::enter(page.app(), &headers, &sign_in, "/").await,
        Err(FirstRunError::Over) => Redirect::to("/login").into_response(),
        Err(FirstRunError::BadToken) => render(page, StatusCode::FORBIDDEN, SetupState::NoToken),
        Err(FirstRunError::Failed(failure)) => error::people(&failure).into_response(),
        Err(FirstRunError::Field(field)) => {
            let bad = Some(match field {
                BadField::Organization => Field::Organization,
                BadField::Email => Field::Email,
                BadField::Password => Field::Password,
            });
            let FirstRun { organization, email, .. } = first;
            render(page, StatusCode::UNPROCESSABLE_ENTITY, SetupState::Form { token, organization, email, bad })
        }
    }
}

fn render(page: Page, status: StatusCode, state: SetupState) -> Response {
    let frame = page.frame();
    let limits = Limits { organization: MAX_ORGANIZATION_NAME, password: MIN_PASSWORD };
    page.show(status, move || view! { <SetupPage frame limits=limits state /> })
}
