//! «Удалить интеграцию?»

use leptos::prelude::*;

use crate::ui::words::providers::t;

use super::rows::ProviderRow;

/// A question is a dialog; this one is a page of its own, so that it needs no script.
#[component]
pub(super) fn DeletePart(row: ProviderRow) -> impl IntoView {
    let account = row.account.clone().unwrap_or_else(|| t().nothing.to_owned());
    view! {
        <dialog open class="ask lone" aria-labelledby="delete-title" aria-describedby="delete-text">
            <div class="dhead"><h1 id="delete-title">{t().delete_title}</h1></div>
            <div class="dbody">
                <p><b>{row.name.clone()}</b><br />{row.title()} " · " {account}</p>
                <p id="delete-text">{t().delete_text}</p>
            </div>
            <form class="dfoot" method="post" action=format!("/providers/{}/delete", row.id)>
                <a class="button" href="/providers" autofocus>{t().cancel}</a>
                <button class="danger" type="submit">{t().delete}</button>
            </form>
        </dialog>
    }
}
