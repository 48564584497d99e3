//! A new integration of another provider.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::Value;

use crate::{
    connect::{Draft, Wish},
    domain::integration::{Provider, WHATSAPP},
    http::{auth::Admin, page::Page},
    ui::pages::integrations::{AddForm, Bad},
};

use super::{Done, back, failed, fields::Typed, list};

/// `POST /providers`: makes the row, or says at the fields what is wrong. What was typed is kept, but for the token.
pub(in crate::http) async fn submit(Admin(actor): Admin, page: Page, Form(typed): Form<Typed>) -> Response {
    // WPP has no form: it is connected
    let Some(provider) = Provider::known(&typed.provider) else { return StatusCode::BAD_REQUEST.into_response() };
    let token = typed.token();
    let mut bad: Vec<Bad> = typed.bad_name().into_iter().chain(typed.bad_account(provider)).collect();
    bad.extend(token.as_ref().err().cloned());
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Ok(token), []) = (token, &*bad) {
        let settings = [(provider.account, typed.account()), (provider.token, token.expose())];
        let draft = Draft {
            messenger_type: Some(WHATSAPP.to_owned()),
            provider: Some(provider.word.to_owned()),
            name: Some(typed.name().to_owned()),
            settings: settings.map(|(name, value)| (name.to_owned(), Value::from(value))).into_iter().collect(),
            ..Draft::default()
        };
        match page.app().integrations.create(&actor, draft, &Wish::new("providers", None)).await {
            Ok((row, true)) => return back(Done::Added, row.id),
            Ok((row, false)) => {
                status = StatusCode::CONFLICT;
                bad.push(Bad::Taken(row.name));
            }
            Err(error) => return failed(&error),
        }
    }
    let form = AddForm {
        name: typed.name().to_owned(),
        account: typed.account().to_owned(),
        bad,
        ..list::empty(Some(provider))
    };
    list::respond(page, status, actor, form, |_| None).await
}
