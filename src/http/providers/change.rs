//! Another name or another token.

use axum::{Form, extract::Path, http::StatusCode, response::Response};
use serde_json::Value;

use crate::{
    connect::{Draft, token_of},
    http::{auth::Admin, page::Page},
    ui::pages::integrations::{ChangeForm, Part},
};

use super::{
    Done, back, failed,
    fields::{LIMITS, Typed},
    list::render,
    rows,
};

/// `GET /providers/{id}`
pub(in crate::http) async fn show(Admin(actor): Admin, Path(id): Path<String>, page: Page) -> Response {
    let (row, _) = match rows::one(page.app(), &actor, &id).await {
        Ok(found) => found,
        Err(error) => return failed(&error),
    };
    let form = ChangeForm { name: row.name.clone(), row: rows::shown(&row), bad: Vec::new(), limits: LIMITS };
    render(page, StatusCode::OK, actor, Part::Change(form))
}

/// `POST /providers/{id}`: an empty token, or the dots of a mask, leaves the token as it is.
pub(in crate::http) async fn submit(
    Admin(actor): Admin,
    Path(id): Path<String>,
    page: Page,
    Form(typed): Form<Typed>,
) -> Response {
    let (row, provider) = match rows::one(page.app(), &actor, &id).await {
        Ok(found) => found,
        Err(error) => return failed(&error),
    };
    // a name that was given elsewhere may be longer than ours, and may stay
    let bad_name = typed.bad_name().filter(|_| typed.name() != row.name);
    let token = typed.new_token();
    let bad: Vec<_> = bad_name.into_iter().chain(token.as_ref().err().cloned()).collect();
    if let (Ok(token), []) = (token, &*bad) {
        let setting = token_of(&row, provider).0;
        let settings = token.map(|token| (setting.to_owned(), Value::from(token.expose())));
        let name = Some(typed.name().to_owned());
        let draft = Draft { name, settings: settings.into_iter().collect(), ..Draft::default() };
        return match page.app().integrations.change(&actor, row.id, draft).await {
            Ok(row) => back(Done::Saved, row.id),
            Err(error) => failed(&error),
        };
    }
    let form = ChangeForm { name: typed.name().to_owned(), row: rows::shown(&row), bad, limits: LIMITS };
    render(page, StatusCode::UNPROCESSABLE_ENTITY, actor, Part::Change(form))
}
