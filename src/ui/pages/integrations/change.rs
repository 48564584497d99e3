//! The form of an integration of another provider: its name and its token.

use leptos::prelude::*;

use crate::ui::words::{fill, providers::t};

use super::{
    field::{Bad, Field, Limits, complaints},
    rows::ProviderRow,
};

/// What the form shows.
#[derive(Clone, Debug)]
pub struct ChangeForm {
    /// The row as it is.
    pub row: ProviderRow,
    /// The name as typed.
    pub name: String,
    /// What was wrong.
    pub bad: Vec<Bad>,
    /// What the fields take.
    pub limits: Limits,
}

#[component]
pub(super) fn ChangePart(form: ChangeForm) -> impl IntoView {
    let ChangeForm { row, name, bad, limits } = form;
    let words = row.known().and_then(|provider| t().of(provider))?;
    let [bad_name, _, bad_token] = complaints(&bad, limits, &words);
    let first_is_token = bad_name.is_none() && bad_token.is_some();
    let hint = row.token.as_deref().map_or_else(|| t().no_token.to_owned(), |token| fill(t().token_now, &[&token]));
    let account = row.account.clone().unwrap_or_else(|| t().nothing.to_owned());
    Some(view! {
        <section class="sheet">
            <h1>{t().change_title}</h1>
            <p>{row.title()} " · " {words.account} " " <code>{account}</code></p>
            <form class="form" method="post" action=format!("/providers/{}", row.id)>
                <Field id="name".to_owned() name="name" label=t().name value=name hint=t().name_hint bad=bad_name
                    maxlength=limits.name required=true focused=!first_is_token />
                <Field id="token".to_owned() name="token" label=t().token hint=hint bad=bad_token
                    maxlength=limits.token required=false focused=first_is_token secret=true />
                <div class="acts">
                    <button class="primary" type="submit">{t().save}</button>
                    <a class="button" href="/providers">{t().cancel}</a>
                </div>
            </form>
        </section>
    })
}
