//! The main page in Chromium, with a CPU four times as slow and slow 4G; and with a thousand sessions.

use serde::Deserialize;

use crate::{
    browser::drive,
    stage::{Plot, Stage},
    table::{Table, median},
};

const MANY: usize = 1_000;

/// Milliseconds after the navigation began.
#[derive(Deserialize)]
struct Loaded {
    painted: f64,
    awake: f64,
}

/// Milliseconds; `end2end/bench/many.spec.ts` says of what.
#[derive(Deserialize)]
struct Many {
    awake: f64,
    longest: f64,
    blocked: f64,
    press: f64,
    still: f64,
}

pub async fn measure(table: &mut Table) {
    let stage = Stage::set(&Plot::default()).await;
    let slow = drive::<Loaded>(&stage, "load slowly").await;
    let (painted, awake) = (of(&slow, |seen| seen.painted), of(&slow, |seen| seen.awake));
    let (soon, works) = (median(&painted) <= 1_500.0, median(&awake) <= 2_500.0);
    table.add("slow phone, slow 4G: largest paint", "ms", painted, Some(("≤ 1500 ms", soon)));
    table.add("slow phone, slow 4G: the button works", "ms", awake, Some(("≤ 2500 ms", works)));
    drop(stage);

    let stage = Stage::set(&Plot { sessions: MANY, ..Plot::default() }).await;
    let many = drive::<Many>(&stage, "many cards").await;
    let mut add = |what: &str, figure: fn(&Many) -> f64, most: Option<f64>| {
        let figures = of(&many, figure);
        let goal = most.map(|most| (format!("≤ {most} ms"), median(&figures) <= most));
        let what = format!("1,000 sessions: {what}");
        table.add(&what, "ms", figures, goal.as_ref().map(|(goal, met)| (goal.as_str(), *met)));
    };
    add("the page is awake", |seen| seen.awake, None);
    add("longest task while the first statuses come", |seen| seen.longest, Some(200.0));
    add("tasks beyond 50 ms meanwhile, in all", |seen| seen.blocked, None);
    add("«Показать ещё» to its picture", |seen| seen.press, Some(200.0));
    add("longest task with 1,000 cards drawn", |seen| seen.still, Some(200.0));
}

/// The median of each run.
fn of<T>(runs: &[Vec<T>], figure: fn(&T) -> f64) -> Vec<f64> {
    runs.iter().map(|run| median(&run.iter().map(figure).collect::<Vec<_>>())).collect()
}
