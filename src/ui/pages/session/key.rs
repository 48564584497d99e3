//! «Ключ webhook»

use leptos::prelude::*;

use crate::{
    domain::ids::IntegrationId,
    ui::{inert::IntoInert as _, words::session::t},
};

use super::{WEBHOOK_KEY, address};

/// What an administrator can do about a session's webhook key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookKey {
    /// Change it; what is to be said of the last change.
    Changeable(Option<KeyNote>),
    /// Nothing: the CRM made it.
    OfTheCrm,
    /// Nothing: the session has no account.
    NoAccount,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyNote {
    /// The platform has the new key.
    Changed,
    /// The platform has not taken it yet.
    Untold,
}

/// Which session the question is about.
#[derive(Clone, Debug)]
pub struct ChangeKey {
    /// The row.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
}

#[component]
pub(super) fn KeyPart(id: IntegrationId, key: WebhookKey) -> impl IntoView {
    let content = match key {
        WebhookKey::OfTheCrm => view! { <p class="none">{t().crm_key}</p> }.into_inert(),
        WebhookKey::NoAccount => view! { <p class="none">{t().no_account}</p> }.into_inert(),
        WebhookKey::Changeable(note) => {
            let note = note.map(|note| match note {
                KeyNote::Changed => ("note ok", t().key_changed),
                KeyNote::Untold => ("note odd", t().key_untold),
            });
            view! {
                {note.map(|(class, text)| view! { <p class=class role="status">{text}</p> })}
                <p class="none">{t().webhook_key_about}</p>
                <form action=format!("{}/webhook-key", address(id))>
                    <button>{t().change_key}</button>
                </form>
            }
            .into_inert()
        }
    };
    view! {
        <section class="listed" id=WEBHOOK_KEY aria-labelledby="webhook-key-title">
            <h2 id="webhook-key-title">{t().webhook_key}</h2>
            {content}
        </section>
    }
}

/// A question is a dialog; this one is a page of its own, so that it needs no script.
#[component]
pub(super) fn ChangeKeyPart(asked: ChangeKey) -> impl IntoView {
    let ChangeKey { id, name } = asked;
    view! {
        <dialog open class="ask lone" aria-labelledby="change-title" aria-describedby="change-text">
            <div class="dhead"><h1 id="change-title">{t().change_key_title}</h1></div>
            <div class="dbody">
                <p><b>{name}</b></p>
                <p id="change-text">{t().change_key_text}</p>
            </div>
            <form class="dfoot" method="post" action=format!("{}/webhook-key", address(id))>
                <a class="button" href=format!("{}#{WEBHOOK_KEY}", address(id)) autofocus>{t().cancel}</a>
                <button class="primary" type="submit">{t().change_key_now}</button>
            </form>
        </dialog>
    }
}
