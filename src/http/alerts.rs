//! «Оповещения»: channels, when people are told, and what they were told.

use axum::{
    Form,
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    alerts::{AlertError, LATEST, MAX_CHANNELS, Overview},
    connect::ports::StoreError,
    domain::{
        actor::Actor,
        alert::{ChannelKind, Delivery},
        secret::Secret,
    },
    ui::pages::alerts::{AlertsPage, AlertsShown, BadAlert, Note, Part},
};

use super::{auth::Admin, page::Page};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct ChannelForm {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    secret: String,
}

#[derive(Deserialize)]
pub(super) struct AfterForm {
    #[serde(default)]
    minutes: String,
}

/// `GET /alerts`
pub(super) async fn show(Admin(actor): Admin, Query(asked): Query<Asked>, page: Page) -> Response {
    let note = match asked.done.as_str() {
        "added" => Some(Note::Added),
        "removed" => Some(Note::Removed),
        "saved" => Some(Note::Saved),
        "tested" => Some(Note::Tested),
        "retried" => Some(Note::Retried),
        _ => None,
    };
    all(page, StatusCode::OK, actor, None, note).await
}

/// `POST /alerts/channels`: the answer shows the secret of a webhook, this once.
pub(super) async fn add(Admin(actor): Admin, page: Page, Form(form): Form<ChannelForm>) -> Response {
    let Some(kind) = ChannelKind::parse(&form.kind) else { return StatusCode::BAD_REQUEST.into_response() };
    let secret = Secret::new(form.secret);
    let bad = match page.app().alerts.add(&actor, kind, &form.address, &secret).await {
        Ok(None) => return back("added"),
        Ok(Some(secret)) => {
            let note = Note::Secret(secret.expose().to_owned());
            let mut response = all(page, StatusCode::CREATED, actor, None, Some(note)).await;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            return response;
        }
        Err(AlertError::BadAddress) => BadAlert::Address(kind),
        Err(AlertError::BadSecret) => BadAlert::Token,
        Err(AlertError::TooMany) => BadAlert::TooMany(MAX_CHANNELS),
        Err(refusal) => return failed(&refusal),
    };
    let status =
        if matches!(bad, BadAlert::TooMany(_)) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    all(page, status, actor, Some((bad, form.address)), None).await
}

/// `POST /alerts/channels/{id}/test`
pub(super) async fn test(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let tested = match id.parse() {
        Ok(id) => page.app().alerts.test(&actor, id).await,
        Err(_) => Err(AlertError::Unknown),
    };
    match tested {
        Ok(message) if matches!(message.delivery, Delivery::Taken(_)) => back("tested"),
        Ok(message) => {
            let note = Note::Untested(message.why.unwrap_or_default());
            all(page, StatusCode::BAD_GATEWAY, actor, None, Some(note)).await
        }
        Err(AlertError::TooSoon) => all(page, StatusCode::TOO_MANY_REQUESTS, actor, None, Some(Note::TooSoon)).await,
        Err(refusal) => failed(&refusal),
    }
}

/// `GET /alerts/channels/{id}/remove`: the question.
pub(super) async fn ask(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let found = match id.parse() {
        Ok(id) => page.app().alerts.channel(&actor, id).await,
        Err(_) => Err(AlertError::Unknown),
    };
    match found {
        Ok(channel) => render(page, StatusCode::OK, actor, Part::Remove(Box::new(channel))),
        Err(refusal) => failed(&refusal),
    }
}

/// `POST /alerts/channels/{id}/remove`: the answer.
pub(super) async fn remove(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let removed = match id.parse() {
        Ok(id) => page.app().alerts.remove(&actor, id).await,
        Err(_) => Err(AlertError::Unknown),
    };
    removed.map_or_else(|refusal| failed(&refusal), |()| back("removed"))
}

/// `POST /alerts/after`
pub(super) async fn after(Admin(actor): Admin, page: Page, Form(form): Form<AfterForm>) -> Response {
    match page.app().alerts.set_after(&actor, form.minutes.trim().parse().unwrap_or_default()).await {
        Ok(()) => back("saved"),
        Err(AlertError::BadMinutes) => {
            let bad = Some((BadAlert::Minutes, form.minutes));
            all(page, StatusCode::UNPROCESSABLE_ENTITY, actor, bad, None).await
        }
        Err(refusal) => failed(&refusal),
    }
}

/// `POST /alerts/messages/{id}/retry`
pub(super) async fn retry(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let retried = match id.parse() {
        Ok(id) => page.app().alerts.retry(&actor, id).await,
        Err(_) => Err(AlertError::Unknown),
    };
    retried.map_or_else(|refusal| failed(&refusal), |()| back("retried"))
}

fn back(done: &str) -> Response {
    Redirect::to(&format!("/alerts?done={done}")).into_response()
}

async fn all(
    page: Page,
    status: StatusCode,
    actor: Actor,
    bad: Option<(BadAlert, String)>,
    note: Option<Note>,
) -> Response {
    let Overview { channels, after, messages, mail } = match page.app().alerts.overview(&actor).await {
        Ok(overview) => overview,
        Err(failure) => return failed(&failure),
    };
    let shown = AlertsShown { channels, after, latest: LATEST, messages, mail, bad, note };
    render(page, status, actor, Part::Alerts(Box::new(shown)))
}

fn render(page: Page, status: StatusCode, actor: Actor, part: Part) -> Response {
    let (frame, now) = (page.frame(), page.app().clock.now());
    let view = move || {
        view! { <AlertsPage frame viewer=actor part now /> }
    };
    page.show(status, view)
}

fn failed(refusal: &AlertError) -> Response {
    let status = match refusal {
        AlertError::Forbidden => StatusCode::FORBIDDEN,
        AlertError::Unknown => StatusCode::NOT_FOUND,
        AlertError::TooMany | AlertError::NoMail => StatusCode::CONFLICT,
        AlertError::TooSoon => StatusCode::TOO_MANY_REQUESTS,
        AlertError::BadAddress | AlertError::BadSecret | AlertError::BadMinutes => StatusCode::UNPROCESSABLE_ENTITY,
        AlertError::Store(error) => {
            tracing::error!(%error, "alerts could not be read or changed");
            match error {
                StoreError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            }
        }
    };
    status.into_response()
}
