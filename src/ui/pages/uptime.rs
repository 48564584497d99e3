//! Uptime, drawn on the server as SVG: a bar for a session's month, and an organization's week.

use leptos::prelude::*;

use crate::{
    domain::{
        time::Timestamp,
        uptime::{DAY, Share},
    },
    ui::{
        inert::IntoInert as _,
        words::{fill, session, uptime::t},
    },
};

/// Below this many tenths of a per cent a day is bad, from it on it is middling.
const BAD: u32 = 950;
/// From this on it is good.
const GOOD: u32 = 995;

/// «99,2 %», or that nothing is known.
pub fn percent(share: Share) -> String {
    share.permille().map_or_else(
        || t().unknown.to_owned(),
        |permille| {
            let (whole, tenth) = (permille / 10, permille % 10);
            let number = if tenth == 0 { whole.to_string() } else { format!("{whole}{}{tenth}", t().point) };
            fill(t().percent, &[&number])
        },
    )
}

fn day(at: Timestamp) -> String {
    let text = session::t().utc(at.utc());
    text.split(',').next().unwrap_or_default().to_owned()
}

/// A stroke for each day; a title says which and how much. Colours are the badges', and what is known to be bad is lower,
/// so that it is seen without them too.
#[component]
pub fn UptimeBar(
    /// The oldest first.
    days: Vec<(Timestamp, Share)>,
) -> impl IntoView {
    let whole = days.iter().fold(Share::default(), |sum, (_, share)| sum.and(*share));
    let label = fill(t().bar, &[&days.len(), &percent(whole)]);
    let width = days.len() * 10;
    let strokes = days.into_iter().enumerate().map(|(place, (begin, share))| {
        let (class, height) = match share.permille() {
            None => ("none", 6),
            Some(permille) if permille < BAD => ("bad", 18),
            Some(permille) if permille < GOOD => ("wait", 25),
            Some(_) => ("ok", 32),
        };
        view! {
            <rect class=class x=(place * 10 + 1).to_string() y=(32 - height).to_string() width="8" height=height.to_string() rx="2">
                <title>{format!("{}: {}", day(begin), percent(share))}</title>
            </rect>
        }
    });
    view! {
        <figure class="uptime">
            <svg viewBox=format!("0 0 {width} 32") preserveAspectRatio="none" role="img" aria-label=label.clone()>
                {strokes.collect_view()}
            </svg>
            <figcaption class="fine">{label}</figcaption>
        </figure>
    }
}

/// How many of the sessions were connected, hour by hour, as steps.
#[component]
pub fn WeekPlot(
    /// When it begins.
    from: Timestamp,
    /// Connected and known, for each hour.
    hours: Vec<(usize, usize)>,
) -> impl IntoView {
    let most = hours.iter().map(|(_, known)| *known).max().unwrap_or_default();
    if most == 0 {
        return view! { <p class="none">{t().no_plot}</p> }.into_inert();
    }
    let (width, height) = (hours.len() * 4, 80);
    let y = |count: usize| height - count * (height - 4) / most;
    let steps = |of: &dyn Fn(&(usize, usize)) -> usize| {
        hours.iter().enumerate().fold(String::new(), |mut path, (place, hour)| {
            let y = y(of(hour));
            let word = if place == 0 { format!("M0 {y}") } else { format!(" V{y}") };
            path.push_str(&word);
            path.push_str(&format!(" H{}", (place + 1) * 4));
            path
        })
    };
    let (up, known) = (steps(&|hour| hour.0), steps(&|hour| hour.1));
    let area = format!("{up} V{height} H0 Z");
    let marks = (0..7_i64).map(|ago| {
        let begin = Timestamp((from.0.div_euclid(DAY) + 1 + ago) * DAY);
        let x = (begin.0 - from.0) / 3_600_000 * 4;
        view! { <line x1=x.to_string() x2=x.to_string() y1="0" y2=height.to_string() /> }
    });
    let label = fill(t().plot, &[&day(from), &hours.last().map_or(0, |hour| hour.0), &most]);
    view! {
        <figure class="uptime week">
            <svg viewBox=format!("0 0 {width} {height}") preserveAspectRatio="none" role="img" aria-label=label.clone()>
                <g class="marks">{marks.collect_view()}</g>
                <path class="known" d=known />
                <path class="area" d=area />
                <path class="line" d=up />
            </svg>
            <figcaption class="fine">{label}</figcaption>
        </figure>
    }
    .into_inert()
}
