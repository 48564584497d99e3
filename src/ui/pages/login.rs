//! «Вход»: works without a script.

use leptos::prelude::*;

use crate::ui::{
    inert::IntoInert as _,
    pages::help::HelpLink,
    shell::{Frame, Shell},
    words::{fill, login::t},
};

/// Why the form is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// Unknown address or wrong password.
    Wrong,
    /// Too many failures: seconds to wait.
    Wait(u64),
}

/// What the page shows.
#[derive(Clone, Debug)]
pub enum LoginState {
    /// The form.
    Form {
        /// As typed before.
        email: String,
        /// Why it is shown again.
        alert: Option<Alert>,
    },
    /// Nobody can sign in yet.
    BeforeFirstRun,
}

/// The sign-in page.
#[component]
pub fn LoginPage(
    /// What every page has.
    frame: Frame,
    /// Where to go afterwards, a path of our own.
    next: String,
    /// What to show.
    state: LoginState,
) -> impl IntoView {
    let content = match state {
        LoginState::Form { email, alert } => view! { <Form next email alert /> }.into_inert(),
        LoginState::BeforeFirstRun => view! {
            <p class="notice">{t().first_run}</p>
            <p class="fine">{t().first_run_how}</p>
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
fn Form(next: String, email: String, alert: Option<Alert>) -> impl IntoView {
    let wrong = alert == Some(Alert::Wrong);
    let message = alert.map(|alert| match alert {
        Alert::Wrong => t().wrong.to_owned(),
        Alert::Wait(seconds) => fill(t().too_many, &[&seconds]),
    });
    let described = message.is_some().then_some("login-alert");
    let typed = !email.is_empty();
    view! {
        <form class="form" method="post" action="/login">
            {message
                .map(|message| {
                    view! {
                        <p class="alert" role="alert" id="login-alert">
                            {message}" "<HelpLink topic="sign-in" />
                        </p>
                    }
                })}
            <input type="hidden" name="next" value=next />
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
                    autofocus=!typed
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                    value=email
                />
            </div>
            <div class="field">
                <label for="password">{t().password}</label>
                <input
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required
                    autofocus=typed
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                />
            </div>
            <button class="primary big wide" type="submit">
                {t().submit}
            </button>
        </form>
    }
}
