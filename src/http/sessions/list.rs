//! The table of all sessions.

use std::collections::HashMap;

use axum::{extract::Query, http::StatusCode, response::Response};
use form_urlencoded::Serializer;
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    api::views,
    connect::{Browse, ConnectError},
    domain::{
        actor::Actor,
        ids::IntegrationId,
        many::{Only, Sort},
    },
    http::{App, auth::SignedIn, page::Page},
    ui::pages::many::{Many, ManyPage, ManyRow, Part},
};

use super::failed;

/// Rows on one page.
const ROWS: usize = 100;
/// The longest text that is searched for, in characters.
const MAX_TEXT: usize = 100;

/// What stands in the address of the table.
#[derive(Deserialize)]
pub(in crate::http) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    done: String,
}

/// `GET /sessions`, for everybody of the organization: from the database, without asking the gateway.
pub(in crate::http) async fn show(SignedIn(actor): SignedIn, Query(wanted): Query<Wanted>, page: Page) -> Response {
    let browse = browse(&wanted.q, &wanted.state, &wanted.sort);
    let nothing = wanted.done == "nothing";
    match many(page.app(), &actor, browse, wanted.page.parse().unwrap_or(1), nothing).await {
        Ok(many) => render(page, StatusCode::OK, actor, Part::Table(Box::new(many))),
        Err(error) => failed(&error),
    }
}

pub(super) fn render(page: Page, status: StatusCode, actor: Actor, part: Part) -> Response {
    let frame = page.frame();
    let view = move || view! { <ManyPage frame viewer=actor part /> };
    page.show(status, view)
}

/// What the words of an address or of a form ask for.
pub(super) fn browse(text: &str, state: &str, sort: &str) -> Browse {
    let (descending, sort) = sort.strip_prefix('-').map_or((false, sort), |sort| (true, sort));
    let text = text.trim().chars().take(MAX_TEXT).collect();
    Browse { text, only: Only::parse(state), sort: Sort::parse(sort), descending }
}

async fn many(app: &App, actor: &Actor, browse: Browse, page: usize, nothing: bool) -> Result<Many, ConnectError> {
    let sessions = app.connect.list(actor).await?;
    let (all, now) = (sessions.len(), app.connect.now());
    let sessions = browse.of(sessions, now);
    let found = sessions.len();
    let pages = found.div_ceil(ROWS).max(1);
    let page = page.clamp(1, pages);
    let rows = sessions.iter().skip((page - 1) * ROWS).take(ROWS);
    let rows = rows.map(|session| ManyRow { card: views::card(session, now) }).collect();
    let orders = Sort::ALL.map(|sort| {
        // the order there is turns round
        let descending = sort == browse.sort && !browse.descending && sort != Sort::Usual;
        (sort, address(&Browse { sort, descending, ..browse.clone() }, 1))
    });
    Ok(Many {
        rows,
        found,
        all,
        orders: orders.to_vec(),
        page: (page, pages),
        before: (page > 1).then(|| address(&browse, page - 1)),
        after: (page < pages).then(|| address(&browse, page + 1)),
        text: browse.text,
        only: browse.only,
        sort: browse.sort,
        descending: browse.descending,
        nothing,
        now,
    })
}

/// Where `browse` stands.
pub(super) fn address(browse: &Browse, page: usize) -> String {
    let order = format!("{}{}", if browse.descending { "-" } else { "" }, browse.sort.word());
    let page = if page > 1 { page.to_string() } else { String::new() };
    let parts = [("q", browse.text.as_str()), ("state", browse.only.word()), ("sort", &order), ("page", &page)];
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let query = Serializer::new(String::new()).extend_pairs(parts).finish();
    if query.is_empty() { "/sessions".to_owned() } else { format!("/sessions?{query}") }
}

/// What sessions are called, by their ids.
pub(super) type Names = HashMap<IntegrationId, String>;
