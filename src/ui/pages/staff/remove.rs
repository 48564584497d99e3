//! «Удалить сотрудника?»

use leptos::prelude::*;

use crate::{domain::staff::Colleague, ui::words::staff::t};

/// A question is a dialog; this one is a page of its own, so that it needs no script.
#[component]
pub(super) fn RemovePart(colleague: Colleague) -> impl IntoView {
    let Colleague { user, email, role, .. } = colleague;
    view! {
        <dialog open class="ask lone" aria-labelledby="remove-title" aria-describedby="remove-text">
            <div class="dhead"><h1 id="remove-title">{t().remove_title}</h1></div>
            <div class="dbody">
                <p><b>{email}</b><br />{t().role_name(role)}</p>
                <p id="remove-text">{t().remove_text}</p>
            </div>
            <form class="dfoot" method="post" action=format!("/people/{user}/remove")>
                <a class="button" href="/people" autofocus>{t().cancel}</a>
                <button class="danger" type="submit">{t().remove}</button>
            </form>
        </dialog>
    }
}
