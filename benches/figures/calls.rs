//! Gateway calls a minute while 100 pages are open on one session, by the simulator's own record.
//!
//! All stages run at once, each with a platform of its own: their pages mostly wait.

use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;
use wpp_panel::sim::{Handle, Scan};

use crate::{
    RUNS,
    line::http,
    plan::flow::Flow,
    stage::{Plot, Stage},
    table::{Table, median},
};

const PAGES: usize = 100;
/// So many pages share a sign-in, as tabs and devices of one person do.
const SHARE: usize = 10;
/// Between two questions of a page.
const POLL: Duration = Duration::from_secs(3);
const WARM_UP: Duration = Duration::from_secs(20);
const MINUTE: Duration = Duration::from_secs(60);
const MOST: f64 = 25.0;

pub async fn measure(table: &mut Table) {
    let (mut dialogs, mut lists, mut plans) = (JoinSet::new(), JoinSet::new(), JoinSet::new());
    for _ in 0..RUNS {
        dialogs.spawn(with_dialogs());
        lists.spawn(with_lists());
        plans.spawn(of_the_plan());
    }
    let (dialogs, lists, plans) = (dialogs.join_all().await, lists.join_all().await, plans.join_all().await);
    let mut ours = |name: &str, calls: Vec<f64>| {
        let met = median(&calls) <= MOST;
        table.add(&format!("gateway calls, 100 pages with {name}"), "a minute", calls, Some(("≤ 25 a minute", met)));
    };
    ours("the dialog of one session", dialogs);
    ours("the list of one session", lists);
    table.add("the plan: gateway calls, 100 pages with the dialog", "a minute", plans, None);
}

async fn with_dialogs() -> f64 {
    let stage = Stage::set(&Plot { sign_ins: PAGES / SHARE, ..Plot::default() }).await;
    let (session, _) = stage.waiting(0).await;
    let mut pages = JoinSet::new();
    for page in 0..PAGES {
        pages.spawn(after(page, stage.page(page / SHARE).dialog(session.clone())));
    }
    in_a_minute(&stage.handle(), pages).await
}

async fn with_lists() -> f64 {
    let stage = Stage::set(&Plot { sign_ins: PAGES / SHARE, ..Plot::default() }).await;
    let (_, number) = stage.waiting(0).await;
    stage.handle().scan(&number, Scan::default()).unwrap();
    let mut pages = JoinSet::new();
    for page in 0..PAGES {
        pages.spawn(after(page, stage.page(page / SHARE).list()));
    }
    in_a_minute(&stage.handle(), pages).await
}

async fn of_the_plan() -> f64 {
    let stage = Stage::set(&Plot::default()).await;
    let page = Arc::new(Flow::of(&http(), &stage.platform(), "plan".to_owned()));
    page.click().await;
    let mut pages = JoinSet::new();
    for number in 0..PAGES {
        let page = page.clone();
        pages.spawn(after(number, async move { page.for_ever().await }));
    }
    in_a_minute(&stage.handle(), pages).await
}

/// Pages do not ask in step: they were opened at moments spread evenly between two questions.
async fn after(page: usize, asks: impl Future<Output = ()>) {
    tokio::time::sleep(POLL * page as u32 / PAGES as u32).await;
    asks.await;
}

/// Counts; a page that ends meanwhile has failed.
async fn in_a_minute(sim: &Handle, mut pages: JoinSet<()>) -> f64 {
    let counts = async {
        tokio::time::sleep(WARM_UP).await;
        sim.clear_calls();
        tokio::time::sleep(MINUTE).await;
        sim.calls().len() as f64
    };
    tokio::select! {
        count = counts => count,
        ended = pages.join_next() => panic!("a page ended: {ended:?}"),
    }
}
