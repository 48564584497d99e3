//! The main page: «Интеграции WhatsApp».

use leptos::prelude::*;

use crate::{
    domain::actor::Actor,
    ui::shell::{Frame, Section, Shell},
};

/// The frame of the main page; the list of sessions goes into it.
#[component]
pub fn HomePage(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
) -> impl IntoView {
    view! {
        <Shell frame title="Интеграции WhatsApp" viewer here=Section::Integrations islands=true>
            <div class="head">
                <h1>"Интеграции WhatsApp"</h1>
            </div>
        </Shell>
    }
}
