//! «Мой аккаунт»: one's own password and sign-ins; and the page behind a link that sets a new password. Plain forms.

mod look;
mod reset;

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, look::Look, time::Timestamp},
    ui::{
        inert::IntoInert as _,
        shell::{Frame, Section, Shell},
        words::{account::t, fill},
    },
};

use super::{browser_name::short, when::When};

use look::LookForm;

pub use reset::{Reset, ResetPage};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whether the panel keeps the password.
    pub has_password: bool,
    /// The shortest password, in characters.
    pub least: usize,
    /// Why the password was not changed.
    pub trouble: Option<Trouble>,
    /// What has just been done.
    pub done: Option<Done>,
    /// Language and theme that were chosen in this browser.
    pub look: Look,
    /// The last used first.
    pub sign_ins: Vec<Row>,
}

/// Why a password was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The present one is another.
    Wrong,
    /// The new one cannot be taken.
    Bad,
    /// Too many wrong ones: seconds to wait.
    Wait(u64),
}

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The password was changed.
    Password,
    /// One sign-in was ended.
    One,
    /// All others were ended.
    Others,
    /// Language and theme were kept.
    Look,
}

/// A sign-in.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is called in an address.
    pub name: String,
    /// What the browser calls itself.
    pub agent: Option<String>,
    /// From where it was made.
    pub address: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The page.
#[component]
pub fn AccountPage(
    /// What every page has.
    frame: Frame,
    /// Whose account it is.
    viewer: Actor,
    /// What to show.
    account: Account,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let Account { has_password, least, trouble, done, look, sign_ins } = account;
    let said = done.map(|done| match done {
        Done::Password => t().changed,
        Done::One => t().ended,
        Done::Others => t().others_ended,
        Done::Look => t().saved,
    });
    let password = if has_password {
        view! { <PasswordForm least trouble /> }.into_inert()
    } else {
        view! { <p class="none">{t().of_the_crm}</p> }.into_inert()
    };
    let email = viewer.email.clone();
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Account>
            <div class="head">
                <div>
                    <h1>{t().title}</h1>
                    <p>{email}</p>
                </div>
            </div>
            {said.map(|said| view! { <p class="note ok" role="status">{said}</p> })}
            <section class="listed" aria-labelledby="password-title">
                <h2 id="password-title">{t().password}</h2>
                {password}
            </section>
            <section class="listed" aria-labelledby="look-title">
                <h2 id="look-title">{t().look}</h2>
                <LookForm look />
            </section>
            <section class="listed" aria-labelledby="sign-ins-title">
                <div>
                    <h2 id="sign-ins-title">{t().sign_ins}</h2>
                    <p class="fine">{t().sign_ins_about}</p>
                </div>
                <SignIns rows=sign_ins now />
            </section>
        </Shell>
    }
}

#[component]
fn PasswordForm(least: usize, trouble: Option<Trouble>) -> impl IntoView {
    let present = trouble.and_then(|trouble| match trouble {
        Trouble::Wrong => Some(t().wrong.to_owned()),
        Trouble::Wait(seconds) => Some(fill(t().too_many, &[&seconds])),
        Trouble::Bad => None,
    });
    let wanted = (trouble == Some(Trouble::Bad)).then(|| fill(t().bad, &[&least]));
    view! {
        <form class="form narrow" method="post" action="/account/password">
            <Field id="present" label=t().present autocomplete="current-password" bad=present hint=String::new() />
            <Field id="wanted" label=t().wanted autocomplete="new-password" bad=wanted hint=fill(t().hint, &[&least]) />
            <p class="fine">{t().change_note}</p>
            <p class="acts">
                <button class="primary" type="submit">
                    {t().change}
                </button>
            </p>
        </form>
    }
}

/// A password with what was wrong with it, else the hint.
#[component]
pub(in crate::ui::pages) fn Field(
    id: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    bad: Option<String>,
    hint: String,
) -> impl IntoView {
    let note = format!("{id}-note");
    let is_bad = bad.is_some();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name=id
                type="password"
                autocomplete=autocomplete
                required
                autofocus=is_bad
                aria-invalid=is_bad.then_some("true")
                aria-describedby=note.clone()
            />
            <p class="field-note" class:bad=is_bad role=is_bad.then_some("alert") id=note>
                {bad.unwrap_or(hint)}
            </p>
        </div>
    }
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
fn SignIns(rows: Vec<Row>, now: Timestamp) -> impl IntoView {
    let heads = [t().device, t().address, t().seen, t().since];
    let others = rows.iter().any(|row| !row.is_this);
    view! {
        <table class="rows told" role="table" aria-labelledby="sign-ins-title">
            <thead role="rowgroup">
                <tr role="row">
                    {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                    {others
                        .then(|| view! { <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th> })}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|row| view! { <SignIn row others now /> }).collect_view()}
            </tbody>
        </table>
        {others
            .then(|| {
                view! {
                    <form method="post" action="/account/sign-ins/end">
                        <button type="submit">{t().end_others}</button>
                    </form>
                }
            })}
    }
}

#[component]
fn SignIn(row: Row, others: bool, now: Timestamp) -> impl IntoView {
    let Row { name, agent, address, created_at, seen_at, is_this } = row;
    let agent = agent.map_or_else(|| t().no_agent.to_owned(), |agent| short(&agent));
    let act = (!is_this).then(|| {
        let label = format!("{}: {agent}", t().end);
        view! {
            <form class="acts" method="post" action=format!("/account/sign-ins/{name}/end")>
                <button type="submit" aria-label=label>
                    {t().end}
                </button>
            </form>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {agent} {is_this.then(|| view! { " " <small>{t().this}</small> })}
            </th>
            <td role="cell" data-label=t().address>{address.unwrap_or_else(|| "—".to_owned())}</td>
            <td role="cell" data-label=t().seen><When at=seen_at now /></td>
            <td role="cell" data-label=t().since><When at=created_at now /></td>
            {others.then(|| view! { <td role="cell">{act}</td> })}
        </tr>
    }
}
