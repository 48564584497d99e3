//! «Интеграции WhatsApp»: what is connected, and the providers beside WPP.

mod add;
mod change;
mod delete;
mod field;
mod providers;
mod rows;

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    domain::actor::Actor,
    ui::{
        embedded,
        inert::IntoInert as _,
        panel::{
            WppConnectPanel,
            start::{START, Start},
        },
        shell::{Frame, Section, Shell},
        words::{links, many, panel, providers as words, uptime},
    },
};

pub use add::AddForm;
pub use change::ChangeForm;
pub use field::{Bad, Limits};
pub use providers::{Note, Providers};
pub use rows::ProviderRow;

/// What of the integrations a page shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// The main page: the list of sessions, from the database.
    Sessions(Start),
    /// «Провайдеры»: the form for adding an integration, and those of other providers.
    Providers(Providers),
    /// The form of one of those.
    Change(ChangeForm),
    /// The question before one of those goes.
    Delete(ProviderRow),
}

/// The WhatsApp integrations of an organization. What is an island inside is complete HTML before any script runs.
#[component]
pub fn WhatsAppIntegrations(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// What is shown.
    part: Part,
) -> impl IntoView {
    let admin = viewer.is_admin();
    let (title, here, islands) = match &part {
        Part::Sessions(_) => (panel::t().title, Section::Integrations, true),
        Part::Providers(shown) => (words::t().title, Section::Providers, shown.form.is_some()),
        Part::Change(_) => (words::t().change_title, Section::Providers, false),
        Part::Delete(_) => (words::t().delete_title, Section::Providers, false),
    };
    let lean = matches!(part, Part::Sessions(_));
    let content = match part {
        Part::Sessions(start) => {
            let json = embedded::json(&start);
            provide_context(start);
            view! {
                <script type="application/json" id=START nonce=use_nonce() inner_html=json></script>
                <WppConnectPanel />
                <p class="fine beside">
                    <a href="/overview">{uptime::t().link}</a>
                    " · " <a href="/sessions">{many::t().link}</a>
                    {admin.then(|| view! { " · " {links::t().offer} " " <a href="/links">{links::t().offer_link}</a> })}
                </p>
            }
            .into_inert()
        }
        Part::Providers(shown) => view! { <providers::ProvidersPart shown /> }.into_inert(),
        Part::Change(form) => view! { <change::ChangePart form /> }.into_inert(),
        Part::Delete(row) => view! { <delete::DeletePart row /> }.into_inert(),
    };
    view! {
        <Shell frame title viewer here islands lean>
            {content}
        </Shell>
    }
}
