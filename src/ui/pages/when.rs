//! A point in time. The server does not know the zone of who reads, so the exact time says UTC, and beside it stands how
//! long ago that was while this says more.

use leptos::prelude::*;

use crate::{
    domain::time::Timestamp,
    ui::words::{panel, session::t},
};

/// What is older than this many milliseconds has its date alone.
const A_DAY: i64 = 86_400_000;
/// Clocks may disagree by this many milliseconds.
const AHEAD: i64 = 5_000;

#[component]
pub fn When(at: Timestamp, now: Timestamp) -> impl IntoView {
    let exact = at.utc();
    let gone = now.0.saturating_sub(at.0);
    let ago = (-AHEAD..A_DAY).contains(&gone).then(|| panel::t().ago(gone / 1_000));
    view! {
        <time datetime=exact.to_string()>
            {ago.map(|ago| view! { <span>{ago}</span> " " })}
            <small>{t().utc(exact)}</small>
        </time>
    }
}
