//! Click → QR on screen, in Chromium, at 50 ms a call and a code 300 to 700 ms after start; the plan beside it.
//!
//! The earliest moment possible is when the simulator first could give the code, and one call to fetch it. An event that
//! carries the code needs no call, so with webhooks the figure can be below zero; without them it cannot.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::{task::JoinSet, time::Instant};

use crate::{
    RUNS,
    browser::{Click, drive},
    line::http,
    plan::flow::Flow,
    stage::{Plot, Stage},
    table::{Table, median, percentile},
};

/// One call, in milliseconds.
const CALL: f64 = 50.0;
/// How long a first code lives, in milliseconds.
const FIRST_CODE: f64 = 60_000.0;
/// As many as the browser takes.
const SAMPLES: usize = 20;

pub async fn measure(table: &mut Table) {
    let goals = [Some(120.0), Some(250.0)];
    let mut plan = vec![];
    for (whose, webhooks) in [("", true), ("without webhooks: ", false)] {
        let stage = Stage::set(&Plot::default()).await;
        stage.handle().change(|settings| settings.webhooks = webhooks).unwrap();
        let runs = drive::<Click>(&stage, "click").await;
        add(table, whose, &runs, goals);
        if webhooks {
            for run in 0..RUNS {
                plan.push(plans(&stage, run).await);
            }
        }
    }
    add(table, "the plan: ", &plan, [None, None]);
}

fn add(table: &mut Table, whose: &str, runs: &[Vec<Click>], goals: [Option<f64>; 2]) {
    let of = |share: f64, figure: fn(&Click) -> f64| -> Vec<f64> {
        runs.iter().map(|run| percentile(&run.iter().map(figure).collect::<Vec<_>>(), share)).collect()
    };
    for (what, share, goal) in [("median", 0.5, goals[0]), ("p95", 0.95, goals[1])] {
        let late = of(share, |click| click.shown - click.ready - CALL);
        let met = goal.map(|goal| (format!("≤ {goal} ms"), median(&late) <= goal));
        let name = format!("{whose}click → QR on screen, {what} beyond the earliest moment");
        table.add(&name, "ms", late, met.as_ref().map(|(goal, met)| (goal.as_str(), *met)));
    }
    table.add(
        &format!("{whose}click → QR on screen, median"),
        "ms",
        of(0.5, |click| click.shown - click.clicked),
        None,
    );
    table.add(&format!("{whose}click → QR on screen, p95"), "ms", of(0.95, |click| click.shown - click.clicked), None);
}

/// As many presses at once: its pages only wait.
async fn plans(stage: &Stage, run: usize) -> Vec<Click> {
    let (http, mut pages) = (http(), JoinSet::new());
    for sample in 0..SAMPLES {
        let page = Flow::of(&http, &stage.platform(), format!("plan_{run}_{sample}"));
        let sim = stage.handle();
        pages.spawn(async move {
            let clicked = now();
            let began = Instant::now();
            let shown = clicked + millis(page.click().await - began);
            let left = sim.account(&page.number).and_then(|account| account.code_left_ms).unwrap();
            let ready = sim.now_ms() as f64 + left as f64 - FIRST_CODE;
            page.leave().await;
            Click { clicked, ready, shown }
        });
    }
    pages.join_all().await
}

fn now() -> f64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap())
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
