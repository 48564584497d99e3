//! What went wrong, in plain words.

use leptos::prelude::*;

use crate::ui::{
    shell::{Frame, Shell},
    words::error::RU,
};

/// The page of an HTTP error.
#[component]
pub fn ErrorPage(
    /// What every page has.
    frame: Frame,
    /// 400 to 599.
    status: u16,
) -> impl IntoView {
    let text = RU.of(status);
    // a link that opened the panel once: who has no password can still see where one is asked for
    let (href, label) = if status == 410 { ("/login", RU.login) } else { ("/", RU.home) };
    view! {
        <Shell frame title=text.title>
            <section class="gate-card">
                <h1>{text.title}</h1>
                <p>{text.hint}</p>
                <p>
                    <a class="button" href=href>{label}</a>
                </p>
                <p class="fine">{RU.code}": "{status}</p>
            </section>
        </Shell>
    }
}
