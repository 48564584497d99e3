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
    view! {
        <Shell frame title=text.title>
            <section class="gate-card">
                <h1>{text.title}</h1>
                <p>{text.hint}</p>
                <p>
                    <a class="button" href="/">{RU.home}</a>
                </p>
                <p class="fine">{RU.code}": "{status}</p>
            </section>
        </Shell>
    }
}
