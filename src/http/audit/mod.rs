//! The audit as a page and as a file, for administrators.

mod csv;

use axum::{
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    connect::ports::{AuditFilter, AuditLine},
    ui::pages::audit::{AuditPage, Lines, Row, Who},
};

use super::{auth::Admin, error, page::Page};

/// Lines of a page.
const OF_A_PAGE: usize = 50;
/// Lines that are read at once for the file.
const AT_ONCE: u32 = 1_000;
/// The most lines of a file: what is older is in the database still.
const OF_A_FILE: usize = 100_000;

/// What stands in the address. What is no id or number chooses nothing.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    session: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    fn filter(&self) -> AuditFilter {
        AuditFilter {
            session: self.session.parse().ok(),
            actor: self.person.parse().ok(),
            before: self.before.parse().ok(),
        }
    }
}

/// `GET /audit`
pub(super) async fn show(Admin(actor): Admin, Query(asked): Query<Asked>, page: Page) -> Response {
    let filter = asked.filter();
    let limit = u32::try_from(OF_A_PAGE + 1).unwrap_or(u32::MAX);
    let mut lines = match page.app().connect.audit_lines(&actor, filter, limit).await {
        Ok(lines) => lines,
        Err(failure) => return error::use_case(&failure, "audit"),
    };
    let has_more = lines.len() > OF_A_PAGE;
    lines.truncate(OF_A_PAGE);
    let last = lines.last().filter(|_| has_more).map(|line| line.number);
    let all = AuditFilter { before: None, ..filter };
    let shown = Lines {
        is_newest: filter.before.is_none(),
        earlier: last.map(|number| address("/audit", AuditFilter { before: Some(number), ..filter })),
        newest: address("/audit", all),
        is_filtered: filter.session.is_some() || filter.actor.is_some(),
        export: address("/audit.csv", all),
        rows: lines.into_iter().map(row).collect(),
    };
    let (frame, now) = (page.frame(), page.app().clock.now());
    let view = move || {
        view! { <AuditPage frame viewer=actor lines=shown now /> }
    };
    page.show(StatusCode::OK, view)
}

/// `GET /audit.csv`: the same lines for a spreadsheet.
pub(super) async fn export(Admin(actor): Admin, Query(asked): Query<Asked>, page: Page) -> Response {
    let mut filter = AuditFilter { before: None, ..asked.filter() };
    let mut file = csv::File::new(page.texts());
    while file.lines() < OF_A_FILE {
        let lines = match page.app().connect.audit_lines(&actor, filter, AT_ONCE).await {
            Ok(lines) => lines,
            Err(failure) => return error::use_case(&failure, "audit"),
        };
        let Some(last) = lines.last() else { break };
        filter.before = Some(last.number);
        for line in &lines {
            file.add(line);
        }
    }
    let mut response = file.text().into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn row(line: AuditLine) -> Row {
    let AuditLine { at, actor, email, address: from, action, session, detail, .. } = line;
    let of = |filter: AuditFilter| address("/audit", filter);
    Row {
        at,
        who: match actor {
            None => Who::Panel,
            Some(id) => Who::Person(email, of(AuditFilter { actor: Some(id), ..AuditFilter::default() })),
        },
        action,
        detail,
        about: session.map(|id| of(AuditFilter { session: Some(id), ..AuditFilter::default() })),
        address: from,
    }
}

fn address(path: &str, filter: AuditFilter) -> String {
    let parts = [
        filter.session.map(|id| format!("session={id}")),
        filter.actor.map(|id| format!("person={id}")),
        filter.before.map(|number| format!("before={number}")),
    ];
    let query: Vec<String> = parts.into_iter().flatten().collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}
