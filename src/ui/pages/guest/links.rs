//! «Ссылка для человека с телефоном»: plain forms, for administrators.

use leptos::prelude::*;

use crate::{
    domain::{
        actor::Actor,
        guest::{GuestLink, GuestState},
        ids::IntegrationId,
        time::Timestamp,
    },
    ui::{
        inert::IntoInert as _,
        pages::{link_field::LinkField, when::When},
        shell::{Frame, Section, Shell},
        words::{fill, here, links::t, plural},
    },
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Links {
    /// The newest first.
    pub links: Vec<GuestLink>,
    /// What can be brought back by a link, and what those of the list are called.
    pub targets: Vec<Target>,
    /// The lives to choose from, in minutes.
    pub lives: Vec<u64>,
    /// The one that is chosen, in minutes.
    pub life: u64,
    /// What is to be said first.
    pub note: Option<LinkNote>,
}

/// A session that a link can be about.
#[derive(Clone, Debug)]
pub struct Target {
    /// The row.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// Whether a link makes sense: it is not connected.
    pub is_down: bool,
}

/// What is to be said first.
#[derive(Clone, Debug)]
pub enum LinkNote {
    /// The link that was made.
    Made(String),
    /// One was called back.
    Revoked,
    /// This many are open.
    TooMany(u32),
}

/// The page.
#[component]
pub fn LinksPage(
    /// What every page has.
    frame: Frame,
    /// An administrator.
    viewer: Actor,
    /// What to show.
    links: Links,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let Links { links, targets, lives, life, note } = links;
    let note = note.map(|note| match note {
        LinkNote::Made(link) => view! { <LinkField label=t().link link about=t().link_about /> }.into_inert(),
        LinkNote::Revoked => view! { <p class="note ok" role="status">{t().revoked_done}</p> }.into_inert(),
        LinkNote::TooMany(most) => {
            view! { <p class="note odd" role="alert">{fill(t().too_many, &[&most])}</p> }.into_inert()
        }
    });
    let down = targets.iter().filter(|target| target.is_down);
    let choices = down.map(|target| view! { <option value=target.id.to_string()>{target.name.clone()}</option> });
    let choices = choices.collect_view();
    let lives = lives.into_iter().map(move |minutes| {
        view! { <option value=minutes.to_string() selected=minutes == life>{span(minutes)}</option> }
    });
    let list = if links.is_empty() {
        view! { <p class="none">{t().none}</p> }.into_inert()
    } else {
        view! { <Table links targets now /> }.into_inert()
    };
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Integrations>
            <div class="head">
                <div>
                    <h1>{t().title}</h1>
                    <p class="fine">{t().about}</p>
                </div>
            </div>
            {note}
            <section class="listed" aria-labelledby="make-title">
                <h2 id="make-title">{t().make_title}</h2>
                <form class="form narrow" method="post" action="/links">
                    <div class="field">
                        <label for="session">{t().what}</label>
                        <select id="session" name="session">
                            <option value="">{t().new}</option>
                            {choices}
                        </select>
                    </div>
                    <div class="field">
                        <label for="life">{t().life}</label>
                        <select id="life" name="life">{lives.collect_view()}</select>
                    </div>
                    <p class="acts"><button class="primary" type="submit">{t().make}</button></p>
                </form>
            </section>
            <section class="listed" aria-labelledby="links-title">
                <h2 id="links-title">{t().list}</h2>
                {list}
            </section>
        </Shell>
    }
}

/// A table; the roles keep it one where it is drawn as cards.
#[component]
fn Table(links: Vec<GuestLink>, targets: Vec<Target>, now: Timestamp) -> impl IntoView {
    let heads = [t().what, t().state, t().left, t().made];
    let rows = links.into_iter().map(|link| {
        let known = targets.iter().find(|target| Some(target.id) == link.session);
        let name = known.map_or_else(|| t().new.to_owned(), |target| target.name.clone());
        view! { <Row link name now /> }
    });
    view! {
        <table class="rows told" role="table" aria-labelledby="links-title">
            <thead role="rowgroup">
                <tr role="row">
                    {heads.map(|head| view! { <th scope="col" role="columnheader">{head}</th> })}
                    <th scope="col" role="columnheader"><span class="sr">{t().actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(link: GuestLink, name: String, now: Timestamp) -> impl IntoView {
    let state = match link.state(now) {
        GuestState::Waiting => t().waiting,
        GuestState::Taken => t().taken,
        GuestState::Connected => t().connected,
        GuestState::Revoked => t().revoked,
        GuestState::Expired => t().expired,
    };
    let left = if link.is_open(now) {
        span(link.expires_at.since(now).as_secs().div_ceil(60))
    } else {
        t().nothing.to_owned()
    };
    let revoke = link.is_open(now).then(|| {
        view! {
            <form class="acts" method="post" action=format!("/links/{}/revoke", link.id)>
                <button type="submit" aria-label=fill(t().revoke_of, &[&name])>{t().revoke}</button>
            </form>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{name.clone()}</th>
            <td role="cell" data-label=t().state>{state}</td>
            <td role="cell" data-label=t().left>{left}</td>
            <td role="cell" data-label=t().made><When at=link.created_at now /></td>
            <td role="cell">{revoke}</td>
        </tr>
    }
}

/// «30 минут», «2 часа»
fn span(minutes: u64) -> String {
    let rule = here().panel.counts.plural;
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if minutes >= 60 && minutes.is_multiple_of(60) {
        plural::fill(rule, t().hours, count(minutes / 60))
    } else {
        plural::fill(rule, t().minutes, count(minutes))
    }
}
