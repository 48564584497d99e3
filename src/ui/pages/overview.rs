//! «Обзор»: how the organization's sessions are, and how they were in the last week.

use leptos::prelude::*;

use crate::{
    domain::{actor::Actor, ids::IntegrationId, many::Group, time::Timestamp, uptime::Share},
    ui::{
        pages::uptime::{WeekPlot, percent},
        shell::{Frame, Section, Shell},
        words::uptime::t,
    },
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Sessions that are connected.
    pub connected: usize,
    /// Sessions that need a code.
    pub wants_code: usize,
    /// Sessions whose gateway tells nothing.
    pub unreachable: usize,
    /// All others.
    pub other: usize,
    /// Of the last seven days, all sessions together.
    pub uptime: Share,
    /// When the plot begins.
    pub from: Timestamp,
    /// Connected and known, for each hour.
    pub hours: Vec<(usize, usize)>,
    /// The least reliable first.
    pub sessions: Vec<(IntegrationId, String, Share)>,
}

/// The page.
#[component]
pub fn OverviewPage(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// What to show.
    overview: Overview,
) -> impl IntoView {
    let Overview { connected, wants_code, unreachable, other, uptime, from, hours, sessions } = overview;
    let tiles = [
        ("ok", t().connected, connected, Group::Connected),
        ("wait", t().wants_code, wants_code, Group::WantsCode),
        ("odd", t().unreachable, unreachable, Group::Unreachable),
        ("bad", t().other, other, Group::Other),
    ];
    let tiles = tiles.map(|(tone, name, count, group)| {
        let those = format!("/sessions?state={}", group.word());
        view! { <div class=format!("tile {tone}")><dt>{name}</dt><dd><a href=those aria-label=format!("{name}: {count}")>{count}</a></dd></div> }
    });
    let week = view! { <div class="tile info"><dt>{t().week}</dt><dd>{percent(uptime)}</dd></div> };
    let rows = sessions.into_iter().map(|(id, name, share)| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader"><a href=format!("/sessions/{id}")>{name}</a></th>
                <td role="cell" data-label=t().uptime>{percent(share)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <section class="listed" aria-labelledby="least-title">
                <h2 id="least-title">{t().least}</h2>
                <table class="rows told" role="table" aria-labelledby="least-title">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">{t().session}</th>
                            <th scope="col" role="columnheader">{t().uptime}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </section>
        }
    });
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Integrations>
            <p class="up"><a href="/">{t().back}</a></p>
            <div class="head"><div><h1>{t().title}</h1></div></div>
            <dl class="tiles">{tiles}{week}</dl>
            <section class="listed" aria-labelledby="week-title">
                <h2 id="week-title">{t().week_title}</h2>
                <WeekPlot from hours />
            </section>
            {table}
        </Shell>
    }
}
