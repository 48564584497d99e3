//! Invitations: those that are out, and the form for another.

use leptos::prelude::*;

use crate::{
    domain::{actor::Role, staff::Invitation, time::Timestamp},
    ui::{
        pages::when::When,
        words::{fill, staff::t},
    },
};

use super::{BadInvite, InviteForm, given};

#[component]
pub(super) fn Invitations(rows: Vec<Invitation>, viewer: Role, now: Timestamp) -> impl IntoView {
    let heads = [t().who, t().role, t().until];
    let rows = rows.into_iter().map(|row| view! { <Row row viewer now /> }).collect_view();
    view! {
        <section class="listed" aria-labelledby="invitations-title">
            <h2 id="invitations-title">{t().invitations}</h2>
            <table class="rows told" role="table" aria-labelledby="invitations-title">
                <thead role="rowgroup">
                    <tr role="row">
                        {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                        <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Row(row: Invitation, viewer: Role, now: Timestamp) -> impl IntoView {
    let Invitation { id, email, role, expires_at, .. } = row;
    let label = format!("{}: {email}", t().revoke);
    let revoke = viewer.may_give(role).then(|| {
        view! {
            <form class="acts" method="post" action=format!("/people/invitations/{id}/revoke")>
                <button type="submit" aria-label=label>{t().revoke}</button>
            </form>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{email}</th>
            <td role="cell" data-label=t().role>{t().role_name(role)}</td>
            <td role="cell" data-label=t().until><When at=expires_at now /></td>
            <td role="cell">{revoke}</td>
        </tr>
    }
}

#[component]
pub(super) fn InvitePart(form: InviteForm, viewer: Role) -> impl IntoView {
    let InviteForm { email, role, bad } = form;
    let is_bad = bad.is_some();
    let said = bad.map(|bad| match bad {
        BadInvite::Email => t().bad_email.to_owned(),
        BadInvite::AlreadyHere => t().already_here.to_owned(),
        BadInvite::TooMany(most) => fill(t().too_many, &[&most]),
    });
    let choices = given(viewer).map(|choice| {
        view! { <option value=choice.as_str() selected=choice == role>{t().role_name(choice)}</option> }
    });
    let about = given(viewer).map(|choice| {
        view! { <li>{t().role_name(choice)} ": " {t().role_about(choice)}</li> }
    });
    view! {
        <section class="listed" id="invite" aria-labelledby="invite-title">
            <div>
                <h2 id="invite-title">{t().invite_title}</h2>
                <p class="fine">{t().invite_about}</p>
            </div>
            <form class="form narrow" method="post" action="/people/invitations">
                <div class="field">
                    <label for="email">{t().email}</label>
                    <input
                        id="email"
                        name="email"
                        type="email"
                        inputmode="email"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        maxlength="254"
                        required
                        autofocus=is_bad
                        aria-invalid=is_bad.then_some("true")
                        aria-describedby="email-note"
                        value=email
                    />
                    <p class="field-note" class:bad=is_bad role=is_bad.then_some("alert") id="email-note">{said}</p>
                </div>
                <div class="field">
                    <label for="role">{t().role}</label>
                    <select id="role" name="role" aria-describedby="role-note">{choices.collect_view()}</select>
                    <ul class="field-note" id="role-note">{about.collect_view()}</ul>
                </div>
                <p class="acts"><button class="primary" type="submit">{t().invite}</button></p>
            </form>
        </section>
    }
}
