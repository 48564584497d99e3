//! Several sessions at once. The answer is a page that grows: each line is sent as soon as it is known.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::RawForm,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use futures_util::{StreamExt as _, stream};

use crate::{
    api::{
        ErrorCode,
        caller::{code_of, ticketed},
        views,
    },
    connect::{Browse, BulkEnd, BulkResult, ConnectError},
    domain::{actor::Actor, ids::IntegrationId, many::Bulk, state::SessionState, time::Timestamp},
    http::{App, auth::Admin, page::Page},
    ui::{
        pages::many::{Part, Results, Sure, line},
        panel::badge::badge,
        words::{Texts, fill},
    },
};

use super::{
    failed,
    list::{self, Names},
};

/// Where the lines go: the last one on the page, since nothing that somebody typed stands behind it.
const PLACE: &str = "\u{fdd0}";
/// A page without lines is shorter, in bytes.
const MAX_PAGE: usize = 256 * 1024;

/// What was sent.
struct Typed {
    act: Option<Bulk>,
    is_sure: bool,
    takes_all: bool,
    ids: Vec<IntegrationId>,
    browse: Browse,
}

impl Typed {
    fn read(body: &[u8]) -> Self {
        let mut ids = vec![];
        let (mut act, mut is_sure, mut takes_all) = (None, false, false);
        let (mut text, mut state, mut sort) = (String::new(), String::new(), String::new());
        for (name, value) in form_urlencoded::parse(body) {
            match &*name {
                "act" => act = Bulk::parse(&value),
                "sure" => is_sure = true,
                "all" => takes_all = true,
                "id" => ids.extend(value.parse::<IntegrationId>().ok()),
                "q" => text = value.into_owned(),
                "state" => state = value.into_owned(),
                "sort" => sort = value.into_owned(),
                _ => {}
            }
        }
        // twice is once
        let mut seen = std::collections::HashSet::new();
        ids.retain(|id| seen.insert(*id));
        Self { act, is_sure, takes_all, ids, browse: list::browse(&text, &state, &sort) }
    }
}

/// `POST /sessions`
pub(in crate::http) async fn submit(Admin(actor): Admin, page: Page, RawForm(body): RawForm) -> Response {
    let typed = Typed::read(&body);
    let Some(bulk) = typed.act else { return StatusCode::BAD_REQUEST.into_response() };
    match answer(page, actor, bulk, typed).await {
        Ok(response) => response,
        Err(error) => failed(&error),
    }
}

async fn answer(page: Page, actor: Actor, bulk: Bulk, typed: Typed) -> Result<Response, ConnectError> {
    let app = page.app().clone();
    let sessions = app.connect.list(&actor).await?;
    let names: Names = sessions.iter().map(|session| (session.id, session.name.clone())).collect();
    let ids = if typed.takes_all {
        typed.browse.of(sessions, app.connect.now()).iter().map(|session| session.id).collect()
    } else {
        typed.ids
    };
    let back = list::address(&typed.browse, 1);
    // what is to be disconnected may have gone while the table was looked at
    if !ids.iter().any(|id| bulk != Bulk::Disconnect || typed.is_sure || names.contains_key(id)) {
        let sign = if back.contains('?') { '&' } else { '?' };
        return Ok(Redirect::to(&format!("{back}{sign}done=nothing")).into_response());
    }
    if bulk == Bulk::Disconnect && !typed.is_sure {
        let of = ids.into_iter().filter_map(|id| Some((id, names.get(&id)?.clone()))).collect();
        return Ok(list::render(page, StatusCode::OK, actor, Part::Sure(Sure { of, back })));
    }
    let texts = page.texts();
    let results = Results { bulk, count: ids.len(), place: PLACE, back };
    let shell = list::render(page, StatusCode::OK, actor.clone(), Part::Results(results));
    let told = app.integrations.bulk(&actor, ids, bulk)?;
    grow(shell, told, Teller { app, texts, names }).await
}

/// Sends the page up to the place of the lines, each line as it comes, and the rest.
async fn grow(
    shell: Response,
    told: tokio::sync::mpsc::UnboundedReceiver<BulkResult>,
    teller: Teller,
) -> Result<Response, ConnectError> {
    let (mut head, body) = shell.into_parts();
    let whole = to_bytes(body, MAX_PAGE).await.unwrap_or_default();
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let (before, after) = whole.rsplit_once(PLACE).unwrap_or((&whole, ""));
    head.headers.remove(header::CONTENT_LENGTH);
    // a proxy that waits for more would hide the progress
    head.headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let (before, after) = (before.to_owned(), after.to_owned());
    let state = (told, teller, (0_usize, 0_usize), Some(after));
    let lines = stream::unfold(state, |(mut told, teller, (mut done, mut not), after)| async move {
        if let Some((id, result)) = told.recv().await {
            let count = if result.is_ok() { &mut done } else { &mut not };
            *count += 1;
            let text = teller.line(id, result);
            return Some((text, (told, teller, (done, not), after)));
        }
        // the list is closed by what comes after it; its sum stands below
        let after = after?.replacen("</ol>", &format!("</ol>{}", teller.sum(done, not)), 1);
        Some((after, (told, teller, (done, not), None)))
    });
    let chunks = stream::once(async move { before }).chain(lines);
    let body = Body::from_stream(chunks.map(|text| Ok::<_, Infallible>(Bytes::from(text))));
    Ok(Response::from_parts(head, body))
}

/// Says what became of each.
struct Teller {
    app: App,
    texts: &'static Texts,
    names: Names,
}

impl Teller {
    fn line(&self, id: IntegrationId, result: Result<BulkEnd, ConnectError>) -> String {
        let name = self.names.get(&id).cloned().unwrap_or_else(|| id.to_string());
        let mut help = None;
        let (tone, said) = match result {
            Ok(end) => self.done(end, self.app.connect.now()),
            Err(ConnectError::NotFound) => ("gone", self.texts.many.missing.to_owned()),
            Err(error) => {
                let failure = ticketed(code_of(&error), "bulk", Some(&error));
                let [what, then] = self.texts.panel.error(failure.code);
                let tone = if failure.code == ErrorCode::GatewayRefused { "bad" } else { "odd" };
                help = Some((failure.ticket.clone(), self.texts.panel.help));
                (tone, format!("{what} {then} {}", failure.ticket))
            }
        };
        line(id, name, tone, said, help)
    }

    fn done(&self, end: BulkEnd, now: Timestamp) -> (&'static str, String) {
        let words = &self.texts.many;
        match end {
            BulkEnd::Stands(session) => {
                let card = views::card(&session, now);
                let shown = badge(&card, false, now, &self.texts.panel);
                let waits = matches!(card.state, SessionState::AwaitingScan | SessionState::LoggedOut);
                let is_code = card.trouble.is_none() && waits;
                (shown.tone, if is_code { format!("{}. {}", shown.word, words.scan) } else { shown.word.to_owned() })
            }
            BulkEnd::Switched { is_on: true, was_so: false } => ("ok", words.is_on.to_owned()),
            BulkEnd::Switched { is_on: true, was_so: true } => ("ok", words.was_on.to_owned()),
            BulkEnd::Switched { is_on: false, was_so: false } => ("off", words.is_off.to_owned()),
            BulkEnd::Switched { is_on: false, was_so: true } => ("off", words.was_off.to_owned()),
            BulkEnd::Gone => ("gone", words.gone.to_owned()),
        }
    }

    fn sum(&self, done: usize, not: usize) -> String {
        let said = fill(self.texts.many.ended, &[&done, &not]);
        let tone = if not == 0 { "ok" } else { "odd" };
        // numbers and our own words alone
        format!("<p class=\"note {tone}\" role=\"status\">{said}</p>")
    }
}
