//! The main page in Chromium, with a CPU four times as slow and slow 4G.

use serde::Deserialize;

use crate::{
    browser::drive,
    stage::{Plot, Stage},
    table::{Table, median},
};

/// Milliseconds after the navigation began.
#[derive(Deserialize)]
struct Loaded {
    painted: f64,
    awake: f64,
}

pub async fn measure(table: &mut Table) {
    let stage = Stage::set(&Plot::default()).await;
    let slow = drive::<Loaded>(&stage, "load slowly").await;
    let (painted, awake) = (of(&slow, |seen| seen.painted), of(&slow, |seen| seen.awake));
    let (soon, works) = (median(&painted) <= 1_500.0, median(&awake) <= 2_500.0);
    table.add("slow phone, slow 4G: largest paint", "ms", painted, Some(("≤ 1500 ms", soon)));
    table.add("slow phone, slow 4G: the button works", "ms", awake, Some(("≤ 2500 ms", works)));
}

/// The median of each run.
fn of(runs: &[Vec<Loaded>], figure: fn(&Loaded) -> f64) -> Vec<f64> {
    runs.iter().map(|run| median(&run.iter().map(figure).collect::<Vec<_>>())).collect()
}
