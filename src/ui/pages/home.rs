//! The main page: «Интеграции WhatsApp».

use leptos::prelude::*;

use crate::{
    api::wire::Panel,
    domain::actor::Actor,
    ui::{
        panel::WppConnectPanel,
        shell::{Frame, Section, Shell},
        words::panel::RU,
    },
};

/// The WhatsApp integrations of an organization. The island inside is complete HTML before any script runs.
#[component]
pub fn WhatsAppIntegrations(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// The list, from the database.
    panel: Panel,
) -> impl IntoView {
    let admin = viewer.is_admin();
    view! {
        <Shell frame title=RU.title viewer here=Section::Integrations islands=true>
            <WppConnectPanel panel admin />
        </Shell>
    }
}
