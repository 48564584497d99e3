//! The header bar: where one is, who one is, and the way out.

use leptos::prelude::*;

use crate::{
    domain::actor::Actor,
    ui::{icon::Icon, words::shell::t},
};

use super::Section;

#[component]
pub(super) fn Bar(viewer: Actor, here: Option<Section>) -> impl IntoView {
    let is_admin = viewer.is_admin();
    let for_admins = |section: &Section| matches!(section, Section::Staff | Section::Alerts | Section::Audit);
    let all = [
        (Section::Integrations, "/", t().integrations),
        (Section::Providers, "/providers", t().providers),
        (Section::Staff, "/people", t().staff),
        (Section::Alerts, "/alerts", t().alerts),
        (Section::Audit, "/audit", t().audit),
    ];
    let seen = all.into_iter().filter(|(section, ..)| is_admin || !for_admins(section));
    let sections = seen.map(|(section, href, name)| {
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
                {t().product}
            </a>
            <nav aria-label=t().navigation>{sections.collect_view()}</nav>
            <a class="who" href="/account" aria-current=(here == Some(Section::Account)).then_some("page")>
                <b>{viewer.organization_name}</b>
                <span>{viewer.email}</span>
            </a>
            <form class="leave" method="post" action="/logout">
                <button class="quiet" type="submit">
                    <Icon name="logout" size=18 />
                    <span>{t().sign_out}</span>
                </button>
            </form>
        </header>
    }
}
