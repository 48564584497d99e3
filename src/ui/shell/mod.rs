//! What is around every page: head, demo banner, header bar, main.

mod bar;
mod scripts;

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, look::Theme},
    ui::{
        icon::Icon,
        inert::Body,
        words::{self, shell::t},
    },
};

/// What every page needs to know of the installation.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Address of the style sheet.
    pub css: String,
    /// Address of what all pages but the main one need beside it.
    pub pages_css: Option<String>,
    /// Addresses of what starts the islands.
    pub scripts: Scripts,
    /// Whether the WhatsApp behind the panel is a simulated one.
    pub demo: bool,
    /// What was chosen; without a choice the system says.
    pub theme: Option<Theme>,
}

/// Addresses of what starts the islands.
#[derive(Clone, Debug)]
pub struct Scripts {
    /// The JavaScript module.
    pub js: String,
    /// The WASM it loads.
    pub wasm: String,
}

/// The sections of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The main page.
    Integrations,
    /// «Провайдеры»
    Providers,
    /// «Сотрудники», for administrators.
    Staff,
    /// «Оповещения», for administrators.
    Alerts,
    /// «Журнал», for administrators.
    Audit,
    /// «Мой аккаунт», behind one's own address.
    Account,
}

/// A whole document. Without a viewer there is no header, and the page is a card in the middle unless it is wide.
#[component]
pub fn Shell(
    /// What every page needs.
    frame: Frame,
    /// What the page is about.
    #[prop(into)]
    title: String,
    /// Who is signed in.
    #[prop(optional)]
    viewer: Option<Actor>,
    /// Where in the navigation this page is.
    #[prop(optional)]
    here: Option<Section>,
    /// Whether there are islands on the page; without any it loads no script.
    #[prop(optional)]
    islands: bool,
    /// Whether it is the main page, which loads no more than it needs.
    #[prop(optional)]
    lean: bool,
    /// Whether a page without islands hears of changes.
    #[prop(optional)]
    live: bool,
    /// Whether a page without a viewer takes the whole width.
    #[prop(optional)]
    wide: bool,
    /// The content of `main`.
    children: Body,
) -> impl IntoView {
    let Frame { css, pages_css, scripts, demo, theme } = frame;
    let pages_css = pages_css.filter(|_| !lean);
    let theme = theme.map(Theme::as_str);
    let signed_in = viewer.is_some();
    let user = viewer.as_ref().map(|viewer| viewer.user);
    view! {
        <!DOCTYPE html>
        <html lang=words::here().code data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=theme.unwrap_or("light dark") />
                <meta name="robots" content="noindex" />
                <title>{format!("{title} · {}", t().product)}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=css />
                {pages_css.map(|css| view! { <link rel="stylesheet" href=css /> })}
                {islands.then(|| view! { <scripts::IslandScripts scripts viewer=user words=words::here().for_browser.as_str() /> })}
                {user.filter(|_| live && !islands).map(|viewer| view! { <scripts::Live viewer /> })}
            </head>
            <body>
                <a class="skip" href="#content">
                    {t().skip}
                </a>
                {demo.then(|| view! { <DemoBanner phone=signed_in /> })}
                {viewer.map(|viewer| view! { <bar::Bar viewer here /> })}
                <main id="content" tabindex="-1" class:gate=!signed_in && !wide>
                    {(!signed_in).then(|| view! { <p class="brand"><Icon name="chat" size=28 />{t().product}</p> })}
                    {children.into_inert()}
                </main>
            </body>
        </html>
    }
}

/// Says that nothing here is real. The simulated phone is only for who is signed in.
#[component]
fn DemoBanner(phone: bool) -> impl IntoView {
    view! {
        <aside class="demo" aria-label=t().demo>
            {t().demo}
            {phone
                .then(|| {
                    view! {
                        " · "
                        <a href="/sim/phone" target="_blank" rel="noopener">
                            {t().demo_phone}
                        </a>
                    }
                })}
        </aside>
    }
}
