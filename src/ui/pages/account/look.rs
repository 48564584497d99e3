//! Language and theme.

use leptos::prelude::*;

use crate::{
    domain::look::{Look, Theme},
    ui::words::{self, account::t},
};

/// Each language by its own name.
#[component]
pub(super) fn LookForm(look: Look) -> impl IntoView {
    let Look { language, theme } = look;
    let languages = words::languages().iter().map(|known| {
        let chosen = language.as_deref() == Some(known.code);
        view! { <option value=known.code lang=known.code selected=chosen>{known.name}</option> }
    });
    let themes = [(Theme::Light, t().light), (Theme::Dark, t().dark)].map(|(known, name)| {
        view! { <option value=known.as_str() selected=theme == Some(known)>{name}</option> }
    });
    view! {
        <form class="form narrow" method="post" action="/account/look">
            <div class="field">
                <label for="language">{t().language}</label>
                <select id="language" name="language">
                    <option value="">{t().by_browser}</option>
                    {languages.collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="theme">{t().theme}</label>
                <select id="theme" name="theme">
                    <option value="">{t().by_system}</option>
                    {themes.into_iter().collect_view()}
                </select>
            </div>
            <p class="acts"><button type="submit">{t().save}</button></p>
        </form>
    }
}
