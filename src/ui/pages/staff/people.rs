//! Everybody who is here.

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, staff::Colleague, time::Timestamp},
    ui::{inert::IntoInert as _, pages::when::When, words::staff::t},
};

use super::given;

/// A table; the roles keep it one where it is drawn as cards.
#[component]
pub(super) fn People(rows: Vec<Colleague>, viewer: Actor, now: Timestamp) -> impl IntoView {
    let heads = [t().who, t().role, t().seen];
    let rows = rows.into_iter().map(|row| view! { <Person row viewer=viewer.clone() now /> }).collect_view();
    view! {
        <section class="listed" aria-labelledby="people-title">
            <h2 id="people-title">{t().people}</h2>
            <table class="rows told" role="table" aria-labelledby="people-title">
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
fn Person(row: Colleague, viewer: Actor, now: Timestamp) -> impl IntoView {
    let Colleague { user, email, role, seen_at, .. } = row;
    let is_self = user == viewer.user;
    let may = !is_self && viewer.role.may_give(role);
    let role_cell = if may {
        let label = format!("{}: {email}", t().role);
        let choices = given(viewer.role).map(|choice| {
            view! { <option value=choice.as_str() selected=choice == role>{t().role_name(choice)}</option> }
        });
        view! {
            <form class="choose" method="post" action=format!("/people/{user}/role")>
                <select name="role" aria-label=label>{choices.collect_view()}</select>
                <input type="hidden" name="from" value=role.as_str() />
                <button type="submit" aria-label=format!("{}: {email}", t().save)>{t().save}</button>
            </form>
        }
        .into_inert()
    } else {
        t().role_name(role).into_inert()
    };
    let remove = may.then(|| {
        let label = format!("{}: {email}", t().remove);
        view! {
            <p class="acts">
                <a class="button" href=format!("/people/{user}/remove") aria-label=label>{t().remove}</a>
            </p>
        }
    });
    let seen = match seen_at {
        Some(at) => view! { <When at now /> }.into_inert(),
        None => t().never.into_inert(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {email} {is_self.then(|| view! { " " <small>{t().you}</small> })}
            </th>
            <td role="cell" data-label=t().role>{role_cell}</td>
            <td role="cell" data-label=t().seen>{seen}</td>
            <td role="cell">{remove}</td>
        </tr>
    }
}
