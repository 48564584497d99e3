//! The page behind a link that sets a new password.

use leptos::prelude::*;

use crate::ui::{
    inert::IntoInert as _,
    pages::help::HelpLink,
    shell::{Frame, Shell},
    words::{account::t, fill},
};

use super::Field;

/// What the page behind a link shows.
#[derive(Clone, Debug)]
pub enum Reset {
    /// The form: the link's token, the shortest password, whether the one that was typed cannot be taken.
    Form(String, usize, bool),
    /// The link is used, old or wrong.
    BadLink,
}

/// The page behind a link that sets a new password.
#[component]
pub fn ResetPage(
    /// What every page has.
    frame: Frame,
    /// What to show.
    reset: Reset,
) -> impl IntoView {
    let content = match reset {
        Reset::Form(token, least, is_bad) => {
            let bad = is_bad.then(|| fill(t().bad, &[&least]));
            view! {
                <p>{t().reset_about}</p>
                <form class="form" method="post" action="/reset">
                    <input type="hidden" name="token" value=token />
                    <Field id="wanted" label=t().wanted autocomplete="new-password" bad hint=fill(t().hint, &[&least]) />
                    <button class="primary big wide" type="submit">
                        {t().reset}
                    </button>
                </form>
            }
            .into_inert()
        }
        Reset::BadLink => view! {
            <p class="notice">{t().bad_link}</p>
            <p class="fine">{t().bad_link_where} " " <HelpLink topic="gone" /></p>
        }
        .into_inert(),
    };
    view! {
        <Shell frame title=t().reset_title>
            <section class="gate-card">
                <h1>{t().reset_title}</h1>
                {content}
            </section>
        </Shell>
    }
}
