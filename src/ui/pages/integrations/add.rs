//! The form for adding an integration: a list of providers, and what each of them asks for.

use leptos::prelude::*;

use crate::{
    domain::integration::{PROVIDERS, Provider, WPP},
    ui::{panel::quick::QuickStart, words::providers::t},
};

use super::field::{Bad, Field, Limits, complaints};

/// What the form shows.
#[derive(Clone, Debug)]
pub struct AddForm {
    /// The provider that is chosen; `None` is WPP.
    pub chosen: Option<&'static Provider>,
    /// As typed before. The token is never sent back.
    pub name: String,
    /// As typed before.
    pub account: String,
    /// What was wrong.
    pub bad: Vec<Bad>,
    /// What the fields take.
    pub limits: Limits,
}

/// Every provider's part is in the page, and the style sheet shows the chosen one's: choosing needs neither a script nor
/// another page.
#[component]
pub(super) fn Add(form: AddForm) -> impl IntoView {
    let chosen = form.chosen.map_or(WPP, |provider| provider.word);
    let others = PROVIDERS.iter().filter_map(|provider| Some((provider.word, t().of(provider)?)));
    let choices = std::iter::once((WPP, t().wpp, t().wpp_about))
        .chain(others.map(|(word, words)| (word, words.title, words.about)))
        .map(|(word, title, about)| {
            let id = format!("provider-{word}");
            let note = format!("{id}-note");
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name="provider" value=word checked=word == chosen aria-describedby=note.clone() />
                    <label for=id>{title}</label>
                    <span id=note>{about}</span>
                </div>
            }
        });
    let forms = PROVIDERS.iter().map(|provider| {
        let typed = if provider.word == chosen { form.clone() } else { empty(&form) };
        view! { <ProviderForm provider typed /> }
    });
    view! {
        <section class="adding">
            <h2>{t().add_title}</h2>
            <fieldset class="choices">
                <legend>{t().choose}</legend>
                {choices.collect_view()}
            </fieldset>
            <div class="asked" data-for=WPP>
                <p>{t().wpp_text}</p>
                <QuickStart />
            </div>
            {forms.collect_view()}
        </section>
    }
}

fn empty(form: &AddForm) -> AddForm {
    AddForm { name: String::new(), account: String::new(), bad: Vec::new(), ..form.clone() }
}

#[component]
fn ProviderForm(provider: &'static Provider, typed: AddForm) -> impl IntoView {
    let words = t().of(provider)?;
    let AddForm { name, account, bad, limits, .. } = typed;
    let [bad_name, bad_account, bad_token] = complaints(&bad, limits, &words);
    let first = [&bad_name, &bad_account, &bad_token].iter().position(|bad| bad.is_some());
    let id = |field: &str| format!("{}-{field}", provider.word);
    Some(view! {
        <form class="asked form" data-for=provider.word method="post" action="/providers" aria-label=words.title>
            <input type="hidden" name="provider" value=provider.word />
            <Field id=id("name") name="name" label=t().name value=name hint=t().name_hint bad=bad_name
                maxlength=limits.name required=true focused=first == Some(0) />
            <Field id=id("account") name="account" label=words.account value=account hint=words.account_hint bad=bad_account
                maxlength=limits.account required=true focused=first == Some(1)
                inputmode=if provider.is_number { "numeric" } else { "text" } />
            <Field id=id("token") name="token" label=t().token hint=words.token_hint bad=bad_token
                maxlength=limits.token required=true focused=first == Some(2) secret=true />
            <button class="primary" type="submit">{t().add}</button>
        </form>
    })
}
