//! The page behind an invitation.

use leptos::prelude::*;

use crate::{
    domain::staff::Invitation,
    ui::{
        inert::IntoInert as _,
        pages::{account::Field, help::HelpLink},
        shell::{Frame, Shell},
        words::{fill, staff::t},
    },
};

/// What the page shows.
#[derive(Clone, Debug)]
pub enum Join {
    /// The form.
    Form {
        /// The link's token, sent back with the form.
        token: String,
        /// What it leads to.
        invitation: Box<Invitation>,
        /// The shortest password, in characters.
        least: usize,
        /// Whether the one that was typed cannot be taken.
        is_bad: bool,
    },
    /// The link is used, called back, over or wrong.
    BadLink,
    /// Somebody signs in with this address already.
    EmailTaken,
}

/// The page.
#[component]
pub fn JoinPage(
    /// What every page has.
    frame: Frame,
    /// What to show.
    join: Join,
) -> impl IntoView {
    let refused = |what: &'static str, help: &'static str, topic: &'static str| {
        view! {
            <p class="notice">{what}</p>
            <p class="fine">{help} " " <HelpLink topic /></p>
        }
        .into_inert()
    };
    let content = match join {
        Join::BadLink => refused(t().bad_link, t().bad_link_where, "gone"),
        Join::EmailTaken => refused(t().email_taken, t().email_taken_where, "sign-in"),
        Join::Form { token, invitation, least, is_bad } => {
            let role = t().role_name(invitation.role).to_lowercase();
            let bad = is_bad.then(|| fill(t().bad_password, &[&least]));
            view! {
                <p>{fill(t().join_about, &[&invitation.organization_name, &role])}</p>
                <form class="form" method="post" action="/invite">
                    <input type="hidden" name="token" value=token />
                    <div class="field">
                        <label for="email">{t().email}</label>
                        <input id="email" type="email" autocomplete="username" readonly value=invitation.email />
                    </div>
                    <Field id="wanted" label=t().password autocomplete="new-password" bad hint=fill(t().hint, &[&least]) />
                    <button class="primary big wide" type="submit">{t().join}</button>
                </form>
            }
            .into_inert()
        }
    };
    view! {
        <Shell frame title=t().join_title>
            <section class="gate-card">
                <h1>{t().join_title}</h1>
                {content}
            </section>
        </Shell>
    }
}
