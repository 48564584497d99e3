//! «Первый запуск»: works without a script.

use leptos::prelude::*;

use crate::ui::{
    inert::IntoInert as _,
    shell::{Frame, Shell},
    words::{fill, setup::t},
};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The organization's name.
    Organization,
    /// The administrator's address.
    Email,
    /// Their password.
    Password,
}

/// What the fields take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest name, in characters.
    pub organization: usize,
    /// The shortest password, in characters.
    pub password: usize,
}

/// What the page shows.
#[derive(Clone)]
pub enum SetupState {
    /// Where to find the link.
    NoToken,
    /// The form.
    Form {
        /// The token from the link, sent back with the form.
        token: String,
        /// As typed before.
        organization: String,
        /// As typed before.
        email: String,
        /// The field that was refused.
        bad: Option<Field>,
    },
}

/// The page of the first run.
#[component]
pub fn SetupPage(
    /// What every page has.
    frame: Frame,
    /// What the fields take.
    limits: Limits,
    /// What to show.
    state: SetupState,
) -> impl IntoView {
    let content = match state {
        SetupState::NoToken => view! {
            <p class="notice">{t().no_token}</p>
            <p>{t().no_token_where}</p>
            <p class="fine">{t().no_token_again}</p>
        }
        .into_inert(),
        SetupState::Form { token, organization, email, bad } => view! {
            <p>{t().intro}</p>
            <Form token organization email bad limits />
        }
        .into_inert(),
    };
    view! {
        <Shell frame title=t().title>
            <section class="gate-card">
                <h1>{t().title}</h1>
                {content}
            </section>
        </Shell>
    }
}

#[component]
fn Form(token: String, organization: String, email: String, bad: Option<Field>, limits: Limits) -> impl IntoView {
    let invalid = move |field: Field| (bad == Some(field)).then_some("true");
    let focused = move |field: Field| bad.unwrap_or(Field::Organization) == field;
    view! {
        <form class="form" method="post" action="/setup">
            <input type="hidden" name="token" value=token />
            <div class="field">
                <label for="organization">{t().organization}</label>
                <input
                    id="organization"
                    name="organization"
                    autocomplete="organization"
                    maxlength=limits.organization
                    required
                    autofocus=focused(Field::Organization)
                    aria-invalid=invalid(Field::Organization)
                    aria-describedby="organization-note"
                    value=organization
                />
                <Note id="organization-note" bad=(bad == Some(Field::Organization))
                    .then(|| fill(t().bad_organization, &[&limits.organization])) />
            </div>
            <div class="field">
                <label for="email">{t().email}</label>
                <input
                    id="email"
                    name="email"
                    type="email"
                    inputmode="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="254"
                    required
                    autofocus=focused(Field::Email)
                    aria-invalid=invalid(Field::Email)
                    aria-describedby="email-note"
                    value=email
                />
                <Note id="email-note" bad=(bad == Some(Field::Email)).then(|| t().bad_email.to_owned()) />
            </div>
            <div class="field">
                <label for="password">{t().password}</label>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    minlength=limits.password
                    required
                    autofocus=focused(Field::Password)
                    aria-invalid=invalid(Field::Password)
                    aria-describedby="password-note"
                />
                <Note
                    id="password-note"
                    hint=fill(t().password_hint, &[&limits.password])
                    bad=(bad == Some(Field::Password)).then(|| fill(t().bad_password, &[&limits.password]))
                />
            </div>
            <button class="primary big wide" type="submit">
                {t().submit}
            </button>
        </form>
    }
}

/// The line under a field: what was wrong, else the hint.
#[component]
fn Note(id: &'static str, bad: Option<String>, #[prop(optional)] hint: String) -> impl IntoView {
    match bad {
        Some(bad) => view! {
            <p class="field-note bad" role="alert" id=id>
                {bad}
            </p>
        }
        .into_inert(),
        None => view! {
            <p class="field-note" id=id>
                {hint}
            </p>
        }
        .into_inert(),
    }
}
