//! How long to wait, and another channel.

use leptos::prelude::*;

use crate::{
    domain::alert::ChannelKind,
    ui::{
        inert::IntoInert as _,
        words::{alerts::t, fill},
    },
};

use super::BadAlert;

#[component]
pub(super) fn After(after: u32, latest: u32, bad: Option<(BadAlert, String)>) -> impl IntoView {
    let typed = bad.filter(|(bad, _)| *bad == BadAlert::Minutes).map(|(_, typed)| typed);
    let is_bad = typed.is_some();
    let said = is_bad.then(|| fill(t().bad_after, &[&latest]));
    view! {
        <section class="listed" aria-labelledby="after-title">
            <h2 id="after-title">{t().after_title}</h2>
            <form class="form narrow" method="post" action="/alerts/after">
                <div class="field">
                    <label for="minutes">{t().after}</label>
                    <input
                        id="minutes"
                        name="minutes"
                        type="number"
                        min="1"
                        max=latest.to_string()
                        required
                        aria-invalid=is_bad.then_some("true")
                        aria-describedby="minutes-note"
                        value=typed.unwrap_or_else(|| after.to_string())
                    />
                    <p class="field-note" class:bad=is_bad role=is_bad.then_some("alert") id="minutes-note">{said}</p>
                </div>
                <p class="acts"><button type="submit">{t().save}</button></p>
            </form>
        </section>
    }
}

#[component]
pub(super) fn Add(bad: Option<(BadAlert, String)>, mail: bool, browsers: bool) -> impl IntoView {
    let too_many = match &bad {
        Some((BadAlert::TooMany(most), _)) => Some(fill(t().too_many, &[most])),
        _ => None,
    };
    let of = |kind: ChannelKind| bad.clone().filter(|(bad, _)| *bad == BadAlert::Address(kind));
    let (url, chat, email) = (of(ChannelKind::Webhook), of(ChannelKind::Telegram), of(ChannelKind::Email));
    let token = bad.as_ref().filter(|(bad, _)| *bad == BadAlert::Token).map(|_| t().bad_token);
    view! {
        <section class="listed" aria-labelledby="add-title">
            <h2 id="add-title">{t().add_title}</h2>
            {too_many.map(|text| view! { <p class="note odd" role="alert">{text}</p> })}
            {(!browsers).then(|| view! {
                <form class="form narrow" method="post" action="/alerts/channels" aria-label=t().browser>
                    <p class="fine"><b>{t().browser}</b>". "{t().browser_about}</p>
                    <input type="hidden" name="kind" value="browser" />
                    <p class="acts"><button type="submit">{t().add}</button></p>
                </form>
            })}
            {if mail {
                view! {
                    <form class="form narrow" method="post" action="/alerts/channels" aria-label=t().email>
                        <p class="fine"><b>{t().email}</b>". "{t().email_about}</p>
                        <input type="hidden" name="kind" value="email" />
                        <Field id="email" name="address" label=t().email_address inputmode="email"
                            typed=email.as_ref().map(|(_, typed)| typed.clone()) bad=email.map(|_| t().bad_email) />
                        <p class="acts"><button type="submit">{t().add}</button></p>
                    </form>
                }.into_inert()
            } else {
                view! { <p class="fine"><b>{t().email}</b>". "{t().email_none}</p> }.into_inert()
            }}
            <form class="form narrow" method="post" action="/alerts/channels" aria-label=t().webhook>
                <p class="fine"><b>{t().webhook}</b>". "{t().webhook_about}</p>
                <input type="hidden" name="kind" value="webhook" />
                <Field id="url" name="address" label=t().webhook_address inputmode="url"
                    typed=url.as_ref().map(|(_, typed)| typed.clone()) bad=url.map(|_| t().bad_url) />
                <p class="acts"><button type="submit">{t().add}</button></p>
            </form>
            <form class="form narrow" method="post" action="/alerts/channels" aria-label=t().telegram>
                <p class="fine"><b>{t().telegram}</b>". "{t().telegram_about}</p>
                <input type="hidden" name="kind" value="telegram" />
                <Field id="chat" name="address" label=t().telegram_address inputmode="text"
                    typed=chat.as_ref().map(|(_, typed)| typed.clone()) bad=chat.map(|_| t().bad_chat) />
                <Field id="token" name="secret" label=t().telegram_secret inputmode="text" typed=None bad=token />
                <p class="acts"><button type="submit">{t().add}</button></p>
            </form>
        </section>
    }
}

#[component]
fn Field(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    inputmode: &'static str,
    typed: Option<String>,
    bad: Option<&'static str>,
) -> impl IntoView {
    let note = format!("{id}-note");
    let is_bad = bad.is_some();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name=name
                type="text"
                inputmode=inputmode
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required
                class:secret=name == "secret"
                autofocus=is_bad
                aria-invalid=is_bad.then_some("true")
                aria-describedby=note.clone()
                value=typed
            />
            <p class="field-note" class:bad=is_bad role=is_bad.then_some("alert") id=note>{bad}</p>
        </div>
    }
}
