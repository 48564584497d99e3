//! One's own account: password and sign-ins.

use axum::{
    Form,
    extract::{Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::{actor::Actor, secret::Secret},
    people::{ChangeError, OwnSignIn, password::MIN_PASSWORD, sign_in_name},
    ui::pages::account::{Account, AccountPage, Done, Row, Trouble},
};

use super::{App, auth::SignedIn, cookie, error, look, page::Page};

const DONE: [(&str, Done); 4] =
    [("password", Done::Password), ("one", Done::One), ("others", Done::Others), ("look", Done::Look)];

/// What stands in the address.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct ChangeForm {
    #[serde(default)]
    present: String,
    #[serde(default)]
    wanted: String,
}

/// `GET /account`
pub(super) async fn show(
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    page: Page,
) -> Response {
    let done = DONE.iter().find(|(word, _)| *word == asked.done).map(|(_, done)| *done);
    render(page, actor, &headers, StatusCode::OK, None, done).await
}

/// `POST /account/password`
pub(super) async fn change(
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    page: Page,
    Form(form): Form<ChangeForm>,
) -> Response {
    let token = token(page.app(), &headers);
    let (present, wanted) = (Secret::new(form.present), Secret::new(form.wanted));
    let (status, trouble) = match page.app().people.change_password(&actor, &token, &present, &wanted).await {
        Ok(()) => {
            // streams of the sign-ins that ended are to end too
            page.app().rooms.signed_out(actor.organization);
            return back("password");
        }
        Err(ChangeError::Wrong) => (StatusCode::UNPROCESSABLE_ENTITY, Trouble::Wrong),
        Err(ChangeError::BadPassword) => (StatusCode::UNPROCESSABLE_ENTITY, Trouble::Bad),
        Err(ChangeError::TooMany(wait)) => (StatusCode::TOO_MANY_REQUESTS, Trouble::Wait(wait.as_secs() + 1)),
        Err(ChangeError::NotHere | ChangeError::BadLink) => return StatusCode::FORBIDDEN.into_response(),
        Err(ChangeError::Failed(failure)) => return error::people(&failure).into_response(),
    };
    let mut response = render(page, actor, &headers, status, Some(trouble), None).await;
    if let Trouble::Wait(seconds) = trouble {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// `POST /account/sign-ins/{name}/end`
pub(super) async fn end_one(SignedIn(actor): SignedIn, Path(name): Path<String>, page: Page) -> Response {
    match page.app().people.end_own(&actor, &name).await {
        Ok(true) => {
            page.app().rooms.signed_out(actor.organization);
            back("one")
        }
        // it has ended by itself
        Ok(false) => Redirect::to("/account").into_response(),
        Err(failure) => error::people(&failure).into_response(),
    }
}

/// `POST /account/sign-ins/end`
pub(super) async fn end_others(SignedIn(actor): SignedIn, headers: HeaderMap, page: Page) -> Response {
    match page.app().people.end_others(&actor, &token(page.app(), &headers)).await {
        Ok(_) => {
            page.app().rooms.signed_out(actor.organization);
            back("others")
        }
        Err(failure) => error::people(&failure).into_response(),
    }
}

fn back(done: &str) -> Response {
    Redirect::to(&format!("/account?done={done}")).into_response()
}

/// The token that the caller is signed in by.
fn token(app: &App, headers: &HeaderMap) -> Secret {
    cookie::token(headers, app.settings.secure_cookies).unwrap_or_else(|| Secret::new(""))
}

async fn render(
    page: Page,
    actor: Actor,
    headers: &HeaderMap,
    status: StatusCode,
    trouble: Option<Trouble>,
    done: Option<Done>,
) -> Response {
    let people = &page.app().people;
    let asked = async {
        let has_password = people.has_password(&actor).await?;
        Ok((has_password, people.own_sign_ins(&actor, &token(page.app(), headers)).await?))
    };
    let (has_password, own) = match asked.await {
        Ok(known) => known,
        Err(failure) => return error::people(&failure).into_response(),
    };
    let sign_ins = own.into_iter().map(row).collect();
    let look = look::chosen(headers);
    let account = Account { has_password, least: MIN_PASSWORD, trouble, done, look, sign_ins };
    let (frame, now) = (page.frame(), page.app().clock.now());
    let view = move || {
        view! { <AccountPage frame viewer=actor account now /> }
    };
    page.show(status, view)
}

fn row(OwnSignIn { known, is_this }: OwnSignIn) -> Row {
    Row {
        name: sign_in_name(&known),
        agent: known.agent,
        address: known.address,
        created_at: known.created_at,
        seen_at: known.seen_at,
        is_this,
    }
}
