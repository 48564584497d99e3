//! Signing in.

use std::time::Duration;

use axum::{
    Form,
    extract::Query,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::{look::Look, secret::Secret},
    people::{SignIn, SignInError, Visitor},
    ui::pages::login::{Alert, LoginPage, LoginState},
};

use super::{
    App,
    auth::MaybeActor,
    client::{self, ClientAddress},
    cookie, error, look, next,
    page::Page,
};

#[derive(Deserialize)]
pub(super) struct LoginQuery {
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LoginForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
}

/// The form; before the first run a word on what to do instead.
pub(super) async fn show(MaybeActor(actor): MaybeActor, Query(query): Query<LoginQuery>, page: Page) -> Response {
    let next = next::inside(query.next.as_deref());
    if actor.is_some() {
        return Redirect::to(next).into_response();
    }
    let state = match page.app().people.any_user().await {
        Ok(true) => LoginState::Form { email: String::new(), alert: None },
        Ok(false) => LoginState::BeforeFirstRun,
        Err(failure) => return error::people(&failure).into_response(),
    };
    render(page, StatusCode::OK, next, state)
}

/// Checks what was typed; right leads on, wrong shows the form again with the address kept.
pub(super) async fn submit(
    page: Page,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Response {
    let LoginForm { email, password, next } = form;
    let next = next::inside(next.as_deref());
    let password = Secret::new(password);
    let visitor = Visitor { email: &email, password: &password, address, agent: client::agent(&headers) };
    let (status, alert) = match page.app().people.sign_in(visitor).await {
        Ok(sign_in) => return enter(page.app(), &headers, &sign_in, next).await,
        Err(SignInError::Failed(failure)) => return error::people(&failure).into_response(),
        Err(SignInError::Refused) => (StatusCode::UNPROCESSABLE_ENTITY, Alert::Wrong),
        Err(SignInError::TooMany(wait)) => (StatusCode::TOO_MANY_REQUESTS, Alert::Wait(whole_seconds(wait))),
    };
    let state = LoginState::Form { email, alert: Some(alert) };
    let mut response = render(page, status, next, state);
    if let Alert::Wait(seconds) = alert {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Hands the token to the browser, ends the sign-in that it had before, and leads on.
pub(super) async fn enter(app: &App, headers: &HeaderMap, sign_in: &SignIn, next: &str) -> Response {
    let secure = app.settings.secure_cookies;
    if let Some(before) = cookie::token(headers, secure)
        && let Err(failure) = app.people.sign_out(&before).await
    {
        tracing::warn!(error = %failure, "an earlier sign-in of this browser could not be ended");
    }
    let mut response = Redirect::to(next).into_response();
    if let Some(cookie) = cookie::set(&sign_in.token, secure) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    let chosen = app.people.look(sign_in.user).await;
    if chosen != Look::default() {
        look::hand(&mut response, &chosen, secure);
    }
    response
}

fn render(page: Page, status: StatusCode, next: &str, state: LoginState) -> Response {
    let (frame, next) = (page.frame(), next.to_owned());
    page.show(status, move || view! { <LoginPage frame next state /> })
}

/// Rounded up: a try at the named second must not be too early.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
