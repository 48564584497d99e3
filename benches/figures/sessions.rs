//! 500 sessions on one page: its HTML, which waits for no gateway, and how soon all statuses are fresh.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use wpp_panel::{
    connect::ports::{Clock as _, SystemClock},
    sim::{Placed, Span},
};

use crate::{
    RUNS,
    line::http,
    plan::list::check_statuses,
    stage::{Plot, Stage},
    table::{Table, median},
};

const SESSIONS: usize = 500;
/// So many cards a page begins with.
const DRAWN: usize = 50;
/// So many are asked for side by side.
const SIDE_BY_SIDE: f64 = 32.0;
/// One call, in milliseconds.
const CALL: u64 = 50;
/// One call of a gateway for which nothing could wait unnoticed, in milliseconds.
const SLOW_CALL: u64 = 5_000;
/// What one question answers for all.
const SHARED: Duration = Duration::from_millis(3_200);

pub async fn measure(table: &mut Table) {
    let stage = Stage::set(&Plot { sessions: SESSIONS, ..Plot::default() }).await;
    let page = stage.page(0);
    let (mut pages, mut slow_pages, mut fresh) = (vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let began = Instant::now();
        let html = page.html().await;
        pages.push(millis(began));
        assert_eq!(html.matches("<article").count(), DRAWN);

        tokio::time::sleep(SHARED).await;
        let (asked_at, began) = (SystemClock.now(), Instant::now());
        let list = page.call("list_integrations", &json!({ "force": true })).await;
        fresh.push(millis(began));
        let cards = list["cards"].as_array().unwrap();
        let is_fresh = |card: &&Value| card["state"] == "connected" && card["checked_at"].as_i64() >= Some(asked_at.0);
        assert_eq!(cards.iter().filter(is_fresh).count(), SESSIONS);
    }
    stage.handle().change(|settings| settings.delay_ms = Span::fixed(SLOW_CALL)).unwrap();
    for _ in 0..RUNS {
        let began = Instant::now();
        page.html().await;
        slow_pages.push(millis(began));
    }
    stage.handle().change(|settings| settings.delay_ms = Span::fixed(CALL)).unwrap();

    let met = median(&slow_pages) < 1_000.0;
    table.add("500 sessions: HTML of the page, gateway at 50 ms a call", "ms", pages, None);
    let goal = "waits for no call: ≤ 1 s";
    table.add("500 sessions: HTML of the page, gateway at 5 s a call", "ms", slow_pages, Some((goal, met)));
    let most = 1.3 * SESSIONS as f64 / SIDE_BY_SIDE * CALL as f64;
    let met = median(&fresh) <= most;
    table.add("500 sessions: all statuses fresh", "ms", fresh, Some((&format!("≤ {most:.0} ms"), met)));

    // the plan has one key for all
    let numbers: Vec<String> = (0..SESSIONS).map(|session| format!("plan_{session}")).collect();
    for number in numbers.clone() {
        stage.handle().place(Placed { number, ..Placed::default() }).unwrap();
    }
    let (http, mut plans) = (http(), JoinSet::new());
    for _ in 0..RUNS {
        let (http, platform, numbers) = (http.clone(), stage.platform(), numbers.clone());
        plans.spawn(async move {
            let began = Instant::now();
            check_statuses(&http, &platform, &numbers).await;
            millis(began)
        });
    }
    table.add("the plan: 500 statuses one after another", "ms", plans.join_all().await, None);
}

fn millis(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}
