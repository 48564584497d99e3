//! Asking for those who look, for those whom nobody looks at, and not at all while the gateway fails.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use wpp_panel::{
    connect::{Ask, Patience},
    domain::{evidence::Trouble, state::SessionState},
    sim::{Call, Fault, Handle},
};

use crate::kit::{Kit, number};

const LIST: Duration = Duration::from_secs(30);
const RECONCILE: Duration = Duration::from_secs(300);

#[tokio::test]
async fn a_list_that_is_looked_at_is_asked_for_twice_a_minute() {
    let kit = Kit::new(true).await;
    kit.connected().await;
    kit.pass(60);
    kit.world.sim.clear_calls();
    let organizations = [kit.admin.organization];
    // as the job does: a step every second
    for _ in 0..600 {
        kit.pass(1);
        kit.connect().watch(&organizations, LIST).await.unwrap();
    }
    let calls = kit.calls(Call::Status);
    assert!((17..=22).contains(&calls), "{calls} in ten minutes");
}

#[tokio::test]
async fn pages_that_ask_as_well_add_no_question() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.pass(60);
    kit.connect().watch(&[kit.admin.organization], LIST).await.unwrap();
    kit.world.sim.clear_calls();
    for _ in 0..9 {
        kit.pass(3);
        kit.connect().refresh(&kit.admin, false).await.unwrap();
        kit.connect().status(&kit.admin, session.id, Ask::default()).await.unwrap();
    }
    assert_eq!(kit.calls(Call::Status), 0);
}

#[tokio::test]
async fn nobody_looks_and_nothing_is_asked_but_now_and_then() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.patch(&serde_json::json!({ "webhooks": false })).unwrap();
    kit.pass(200);
    kit.world.sim.clear_calls();
    assert_eq!(kit.connect().watch(&[], LIST).await.unwrap(), 0);
    assert_eq!(kit.connect().reconcile(RECONCILE).await.unwrap(), 0, "it is not yet time");
    // its event is lost
    kit.world.sim.unlink(&number(&session)).unwrap();
    kit.pass(150);
    assert_eq!(kit.connect().reconcile(RECONCILE).await.unwrap(), 1);
    assert_eq!(kit.shown(&kit.rows().await[0]), SessionState::LoggedOut);
    assert_eq!((kit.calls(Call::Status), kit.calls(Call::Start)), (1, 0), "a question, never a start");
}

#[tokio::test]
async fn a_gateway_that_fails_is_left_alone_by_who_can_wait() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.fail(Fault::status(503).on(Call::Status).times(999)).unwrap();
    kit.pass(60);
    kit.world.sim.clear_calls();
    for _ in 0..60 {
        kit.pass(1);
        kit.connect().watch(&[kit.admin.organization], LIST).await.unwrap();
        kit.connect().refresh(&kit.admin, false).await.unwrap();
    }
    let calls = kit.calls(Call::Status);
    assert!((2..=6).contains(&calls), "{calls} in a minute of failures");
    let row = kit.rows().await.remove(0);
    assert_eq!(row.live.evidence.trouble.map(|(trouble, _)| trouble), Some(Trouble::Unwell));
    assert_eq!(kit.shown(&row), SessionState::Connected, "lesson 8: that says nothing about the session");

    // whoever presses «Обновить статусы» wants to know now
    kit.world.sim.clear_faults();
    kit.pass(Patience::default().ask_every.as_secs());
    let asked = kit.connect().status(&kit.admin, session.id, Ask { force: true, dialog: false }).await.unwrap();
    assert_eq!(asked.live.evidence.trouble, None);
}

#[tokio::test]
async fn lists_and_jobs_together_ask_for_32_sessions_at_once() {
    let kit = Kit::new(false).await;
    let other = kit.world.admin().await;
    let (connect, sim) = (kit.connect(), &kit.world.sim);
    for actor in [&kit.admin, &other] {
        for _ in 0..20 {
            connect.add(actor, kit.world.press()).await.unwrap();
        }
    }
    kit.pass(60);
    sim.clear_calls();
    // nobody is answered before the clock is moved
    sim.patch(&serde_json::json!({ "delay_ms": 60_000 })).unwrap();
    let looked_at = [other.organization];
    let most = AtomicUsize::new(0);
    let status = |sim: &Handle| {
        let calls = sim.calls().into_iter().filter(|call| call.name == Call::Status).collect::<Vec<_>>();
        let under_way = calls.iter().filter(|call| call.status.is_none()).count();
        most.fetch_max(under_way, Ordering::Relaxed);
        (under_way, calls.len())
    };
    let answered = async {
        sim.until(|sim| status(sim).0 >= 32).await;
        let more = tokio::time::timeout(Duration::from_millis(100), sim.until(|sim| status(sim).0 > 32)).await;
        assert!(more.is_err(), "a question beyond the 32");
        sim.patch(&serde_json::json!({ "delay_ms": 0 })).unwrap();
        sim.advance(Duration::from_secs(60));
        sim.until(|sim| status(sim) == (0, 40)).await;
    };
    let lists = async { tokio::join!(connect.refresh(&kit.admin, true), connect.watch(&looked_at, LIST)) };
    let ((list, watched), ()) = tokio::join!(lists, answered);
    assert_eq!((list.unwrap().len(), watched.unwrap()), (20, 20));
    assert_eq!(most.into_inner(), 32);
}
