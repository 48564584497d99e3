//! Links, made and called back.

use std::time::Duration;

use axum::{
    Form,
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    domain::{actor::Actor, ids::GuestLinkId, state::SessionState},
    http::{auth::Admin, error, page::Page},
    people::{GUEST_LIFE, GUEST_LIVES, GuestError, MAX_GUEST_LINKS},
    ui::pages::guest::{LinkNote, Links, LinksPage, Target},
};

#[derive(Deserialize)]
pub(in crate::http) struct Asked {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(in crate::http) struct LinkForm {
    /// Empty for a new one.
    #[serde(default)]
    session: String,
    /// Minutes.
    #[serde(default)]
    life: String,
}

/// `GET /links`
pub(in crate::http) async fn show(Admin(actor): Admin, Query(asked): Query<Asked>, page: Page) -> Response {
    let note = (asked.done == "revoked").then_some(LinkNote::Revoked);
    render(page, StatusCode::OK, actor, note).await
}

/// `POST /links`: the answer shows the link, this once. Its key is behind the `#`, which no browser sends.
pub(in crate::http) async fn submit(Admin(actor): Admin, page: Page, Form(form): Form<LinkForm>) -> Response {
    let session = match form.session.as_str() {
        "" => None,
        id => match id.parse() {
            Ok(id) => Some(id),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let minutes: u64 = form.life.parse().unwrap_or_default();
    let life = Duration::from_secs(minutes.saturating_mul(60));
    let life = if GUEST_LIVES.contains(&life) { life } else { GUEST_LIFE };
    let app = page.app();
    match app.people.make_guest_link(&app.connect, &actor, session, life).await {
        Ok(token) => {
            let link = format!("{}/connect#{}", app.settings.public_url, token.expose());
            let mut response = render(page, StatusCode::CREATED, actor, Some(LinkNote::Made(link))).await;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(GuestError::TooMany) => {
            render(page, StatusCode::CONFLICT, actor, Some(LinkNote::TooMany(MAX_GUEST_LINKS))).await
        }
        Err(refusal) => failed(&refusal),
    }
}

/// `POST /links/{id}/revoke`
pub(in crate::http) async fn revoke(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let app = page.app();
    let revoked = match id.parse::<GuestLinkId>() {
        Ok(id) => app.people.revoke_guest_link(&app.connect, &actor, id).await,
        Err(_) => Err(GuestError::Unknown),
    };
    match revoked {
        Ok(()) => Redirect::to("/links?done=revoked").into_response(),
        Err(refusal) => failed(&refusal),
    }
}

async fn render(page: Page, status: StatusCode, actor: Actor, note: Option<LinkNote>) -> Response {
    let app = page.app();
    let now = app.connect.now();
    let known = async { Ok((app.people.guest_links(&actor).await?, app.connect.list(&actor).await?)) };
    let (links, sessions) = match known.await {
        Ok(known) => known,
        Err(failure) => return failed(&failure),
    };
    let is_down = |state: SessionState| state != SessionState::Connected;
    let targets = sessions.into_iter().map(|session| Target {
        id: session.id,
        is_down: session.access().is_some() && is_down(session.live.lifecycle.shown(now)),
        name: session.name,
    });
    let minutes = |life: Duration| life.as_secs() / 60;
    let (lives, life) = (GUEST_LIVES.map(minutes).to_vec(), minutes(GUEST_LIFE));
    let links = Links { links, targets: targets.collect(), lives, life, note };
    let frame = page.frame();
    let view = move || {
        view! { <LinksPage frame viewer=actor links now /> }
    };
    page.show(status, view)
}

fn failed(refusal: &GuestError) -> Response {
    match refusal {
        GuestError::Forbidden => StatusCode::FORBIDDEN.into_response(),
        GuestError::Unknown => StatusCode::NOT_FOUND.into_response(),
        GuestError::TooMany => StatusCode::CONFLICT.into_response(),
        GuestError::TooOften(_) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        GuestError::Failed(failure) => error::people(failure).into_response(),
        GuestError::Connect(failure) => error::use_case(failure, "links"),
    }
}
