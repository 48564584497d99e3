//! The rows.

use leptos::prelude::*;

use crate::{
    api::wire::Card,
    domain::{many::Sort, time::Timestamp},
    ui::{
        inert::IntoInert as _,
        pages::when::When,
        panel::badge::badge,
        words::{fill, many::t, panel},
    },
};

/// A session in the table.
#[derive(Clone, Debug)]
pub struct ManyRow {
    /// What its card shows too.
    pub card: Card,
}

/// Drawn as cards where it is narrow; the roles keep it a table.
#[component]
pub(super) fn Table(
    rows: Vec<ManyRow>,
    orders: Vec<(Sort, String)>,
    sort: Sort,
    descending: bool,
    admin: bool,
    now: Timestamp,
) -> impl IntoView {
    let direction = if descending { "descending" } else { "ascending" };
    let head = |of: Sort, name: &'static str| {
        let href = orders.iter().find(|(order, _)| *order == of).map(|(_, href)| href.clone());
        view! {
            <th scope="col" role="columnheader" aria-sort=(of == sort).then_some(direction)>
                <a href=href>{name}</a>
            </th>
        }
    };
    let usual = orders.iter().find(|(order, _)| *order == Sort::Usual).map(|(_, href)| href.clone());
    let usual = (sort != Sort::Usual).then(|| view! { <p class="fine"><a href=usual>{t().usual}</a></p> });
    let heads = (head(Sort::Name, t().name), head(Sort::State, t().state), head(Sort::Checked, t().checked));
    let pick = admin.then(|| {
        view! {
            <th scope="col" role="columnheader">
                <span class="sr">{t().with_picked}</span>
                <span hidden><input type="checkbox" data-pick="" aria-label=t().pick_page /></span>
            </th>
        }
    });
    view! {
        {usual}
        <table class="rows told many" role="table" aria-labelledby="many-title">
            <thead role="rowgroup">
                <tr role="row">
                    {pick}
                    {heads.0}
                    {heads.1}
                    <th scope="col" role="columnheader">{t().phone}</th>
                    {heads.2}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|row| view! { <Line row admin now /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Line(row: ManyRow, admin: bool, now: Timestamp) -> impl IntoView {
    let badge = badge(&row.card, false, now, panel::t());
    let Card { id, name, account, phone, checked_at, is_primary, is_enabled, .. } = row.card;
    let number = phone.or(account).unwrap_or_default();
    let checked = match checked_at {
        Some(at) => view! { <When at now /> }.into_inert(),
        None => panel::t().never_checked.into_inert(),
    };
    let pick = admin.then(|| {
        let label = fill(t().pick, &[&name]);
        view! { <td role="cell"><input type="checkbox" name="id" value=id.to_string() aria-label=label /></td> }
    });
    view! {
        <tr role="row">
            {pick}
            <th scope="row" role="rowheader">
                <a href=format!("/sessions/{id}")>{name}</a>
                {is_primary.then(|| view! { " " <span class="tag">{t().primary_tag}</span> })}
                {(!is_enabled).then(|| view! { " " <span class="tag">{t().off_tag}</span> })}
            </th>
            <td role="cell" data-label=t().state><span class=format!("badge {}", badge.tone)>{badge.word}</span></td>
            <td role="cell" data-label=t().phone><span class="whole">{number}</span></td>
            <td role="cell" data-label=t().checked>{checked}</td>
        </tr>
    }
}
