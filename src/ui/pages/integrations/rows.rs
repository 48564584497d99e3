//! The integrations of other providers.

use leptos::prelude::*;

use crate::{
    domain::{ids::IntegrationId, integration::Provider},
    ui::{
        inert::IntoInert as _,
        words::{fill, providers::t},
    },
};

/// An integration of another provider, as it may be seen.
#[derive(Clone, Debug)]
pub struct ProviderRow {
    /// The row.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// The provider's word.
    pub provider: String,
    /// The account there; `None` if the row names none.
    pub account: Option<String>,
    /// Masked; `None` if there is none, or none that can be read.
    pub token: Option<String>,
}

impl ProviderRow {
    /// The provider, if its form is ours; rows of others are shown, and changed by whoever made them.
    #[must_use]
    pub fn known(&self) -> Option<&'static Provider> {
        Provider::known(&self.provider)
    }

    /// The provider's name for people.
    pub(super) fn title(&self) -> String {
        self.known()
            .and_then(|provider| t().of(provider))
            .map_or_else(|| self.provider.clone(), |words| words.title.into())
    }
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
pub(super) fn Rows(rows: Vec<ProviderRow>, admin: bool) -> impl IntoView {
    let heads = [t().name, t().provider, t().account, t().token];
    view! {
        <table class="rows" role="table" aria-labelledby="rows-title">
            <thead role="rowgroup">
                <tr role="row">
                    {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                    {admin.then(|| view! { <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th> })}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {rows.into_iter().map(|row| view! { <Line row admin /> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Line(row: ProviderRow, admin: bool) -> impl IntoView {
    let (title, known) = (row.title(), row.known().is_some());
    let ProviderRow { id, name, account, token, .. } = row;
    let acts = known.then(|| {
        view! {
            <div class="acts">
                <a class="button" href=format!("/providers/{id}") aria-label=fill(t().change_row, &[&&name])>{t().change}</a>
                <form action=format!("/providers/{id}/delete")>
                    <button class="danger" aria-label=fill(t().delete_row, &[&&name])>{t().delete}</button>
                </form>
            </div>
        }
    });
    let code = |text: Option<String>| match text {
        Some(text) => view! { <code>{text}</code> }.into_inert(),
        None => t().nothing.into_inert(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{name}</th>
            <td role="cell" data-label=t().provider>{title}</td>
            <td role="cell" data-label=t().account>{code(account)}</td>
            <td role="cell" data-label=t().token>{code(token)}</td>
            {admin.then(|| view! { <td role="cell">{acts}</td> })}
        </tr>
    }
}
