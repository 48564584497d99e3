//! The header bar: where one is, who one is, and the way out.

use leptos::prelude::*;

use crate::{
    domain::actor::Actor,
    ui::{icon::Icon, words::shell::RU},
};

use super::Section;

const SECTIONS: [(Section, &str, &str); 2] =
    [(Section::Integrations, "/", RU.integrations), (Section::Providers, "/providers", RU.providers)];

#[component]
pub(super) fn Bar(viewer: Actor, here: Option<Section>) -> impl IntoView {
    let sections = SECTIONS.map(|(section, href, name)| {
        view! {
            <a href=href aria-current=(here == Some(section)).then_some("page")>
                {name}
            </a>
        }
    });
    view! {
        <header class="bar">
            <a class="brand" href="/">
                <Icon name="chat" size=24 />
                {RU.product}
            </a>
            <nav aria-label=RU.navigation>{sections.into_iter().collect_view()}</nav>
            <span class="who">
                <b>{viewer.organization_name}</b>
                <span>{viewer.email}</span>
            </span>
            <form class="leave" method="post" action="/logout">
                <button class="quiet" type="submit">
                    <Icon name="logout" size=18 />
                    <span>{RU.sign_out}</span>
                </button>
            </form>
        </header>
    }
}
