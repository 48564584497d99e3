//! What went wrong, in plain words.

use leptos::prelude::*;

use crate::ui::{
    pages::help::{self, HelpLink},
    shell::{Frame, Shell},
    words::error::t,
};

/// The page of an HTTP error.
#[component]
pub fn ErrorPage(
    /// What every page has.
    frame: Frame,
    /// 400 to 599.
    status: u16,
) -> impl IntoView {
    let [title, hint] = t().of(status);
    // a link that opened the panel once: who has no password can still see where one is asked for
    let (href, label) = if status == 410 { ("/login", t().login) } else { ("/", t().home) };
    view! {
        <Shell frame title=title>
            <section class="gate-card advice">
                <h1>{title}</h1>
                <p>{hint}</p>
                <p class="acts">
                    <a class="button" href=href>{label}</a>
                    <HelpLink topic=help::of_status(status) />
                </p>
                <p class="fine">{t().code}": "{status}</p>
            </section>
        </Shell>
    }
}
