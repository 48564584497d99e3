//! A server that ended in the middle of something, and the next one on the same database.

use std::{sync::Arc, time::Duration};

use wpp_panel::{
    connect::{Ask, Connect, ConnectError, Patience, Recovered, ports::Session},
    domain::{ids::AttemptId, state::SessionState},
    jobs::janitor,
    live::Hub,
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES, number};

/// The use cases of the next process. The one before it does nothing any more: to the row that is the same as its death.
async fn next(kit: &Kit) -> Connect {
    kit.connect().finish().await;
    let world = &kit.world;
    Connect::new(
        world.store.clone(),
        world.gateway.clone(),
        world.clock.clone(),
        world.random.clone(),
        Arc::new(Hub::default()),
        "http://127.0.0.1:9".to_owned(),
        Patience::default(),
    )
}

/// A press that hangs at a call, and the end of the server at that moment.
async fn cut_off(kit: &Kit, hang: Fault, at: Call) -> (AttemptId, Connect) {
    kit.world.sim.fail(hang).unwrap();
    let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
    let going = tokio::spawn(async move { connect.provision(&admin, press).await });
    kit.seen(at).await;
    let next = next(kit).await;
    assert!(matches!(going.await.unwrap(), Err(ConnectError::Cancelled)));
    (press, next)
}

fn hang(call: Call) -> Fault {
    Fault::body(FaultBody::Hang).on(call)
}

async fn only_row(kit: &Kit) -> Session {
    let mut rows = kit.rows().await;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn an_attempt_that_was_cut_off_before_its_code_goes_on_in_the_same_row() {
    for mode in MODES {
        for call in [Call::Create, Call::Start, Call::Qr] {
            for carried_out in [false, true] {
                if call == Call::Create && !mode {
                    continue;
                }
                let kit = Kit::new(mode).await;
                // with the code in the answer of start nobody would ask for it
                kit.world.sim.patch(&serde_json::json!({ "qr_in_start": false })).unwrap();
                let mut fault = hang(call);
                fault.carried_out = carried_out;
                let (press, next) = cut_off(&kit, fault, call).await;
                let before = only_row(&kit).await;

                let driven = Recovered { driven: 1, ..Default::default() };
                assert_eq!(next.recover().await.unwrap(), driven, "{call:?} {carried_out}");
                next.finish().await;

                let row = only_row(&kit).await;
                assert_eq!((row.id, &row.webhook_key), (before.id, &before.webhook_key));
                assert_eq!(row.live.attempt.as_ref().unwrap().id, press);
                assert!(row.live.qr.is_some(), "there is a code to scan");
                let accounts = kit.world.sim.accounts();
                assert_eq!(accounts.len(), 1);
                assert_eq!(accounts[0].number, number(&row));
                assert!(kit.account(&row).webhook.is_some());
                assert_eq!(kit.client_keys(), usize::from(mode), "no second key was made");
            }
        }
    }
}

#[tokio::test]
async fn a_code_that_was_out_stays_and_the_webhook_is_told_again() {
    let kit = Kit::new(true).await;
    kit.world.sim.fail(Fault::status(503).on(Call::Webhook).times(100)).unwrap();
    let made = kit.provision().await;
    let next = next(&kit).await;
    assert!(kit.account(&made.session).webhook.is_none());
    kit.world.sim.clear_faults();
    kit.world.sim.clear_calls();
    assert_eq!(next.recover().await.unwrap(), Recovered { told: 1, ..Default::default() });
    assert!(kit.account(&made.session).webhook.is_some());
    assert_eq!(only_row(&kit).await.live.qr, made.session.live.qr);
    assert_eq!((kit.calls(Call::Start), kit.calls(Call::Stop)), (0, 0));
}

#[tokio::test]
async fn a_cancel_that_was_cut_off_is_carried_out() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        kit.connect().provision(&kit.admin, press).await.unwrap();
        // the first thing that a cancel writes down
        kit.world.store.call_off(kit.admin.organization, press, kit.now()).await.unwrap();
        let next = next(&kit).await;
        assert_eq!(next.recover().await.unwrap(), Recovered { undone: 1, ..Default::default() });
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn a_scan_that_was_faster_than_the_cancel_wins_after_a_crash_too() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let made = kit.connect().provision(&kit.admin, press).await.unwrap();
    kit.world.store.call_off(kit.admin.organization, press, kit.now()).await.unwrap();
    kit.scan(&made.session);
    let next = next(&kit).await;
    next.recover().await.unwrap();
    assert_eq!(kit.shown(&only_row(&kit).await), SessionState::Connected);
    assert_eq!(kit.calls(Call::Stop), 0);
}

#[tokio::test]
async fn what_was_once_connected_is_never_removed_by_a_recovery() {
    for mode in MODES {
        for cancelled in [false, true] {
            let kit = Kit::new(mode).await;
            let before = kit.logged_out().await;
            kit.world.sim.fail(hang(Call::Start)).unwrap();
            kit.world.sim.clear_calls();
            let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
            let going = tokio::spawn(async move { connect.reconnect(&admin, before.id, press).await });
            kit.seen(Call::Start).await;
            let next = next(&kit).await;
            assert!(going.await.unwrap().is_err());
            if cancelled {
                kit.world.store.call_off(kit.admin.organization, press, kit.now()).await.unwrap();
            }
            next.recover().await.unwrap();
            next.sweep().await.unwrap();
            let row = only_row(&kit).await;
            assert_eq!((row.id, &row.account, &row.credentials), (before.id, &before.account, &before.credentials));
            assert!(row.live.first_connected_at.is_some());
            let shown = if cancelled { SessionState::LoggedOut } else { SessionState::AwaitingScan };
            assert_eq!((kit.shown(&row), row.live.attempt.is_none()), (shown, cancelled));
        }
    }
}

#[tokio::test]
async fn a_disconnect_that_was_cut_off_is_carried_out() {
    for carried_out in [false, true] {
        let kit = Kit::new(true).await;
        let session = kit.connected().await;
        let mut fault = Fault::status(503).on(Call::Stop).times(9);
        fault.carried_out = carried_out;
        kit.world.sim.fail(fault).unwrap();
        kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
        kit.world.sim.clear_faults();
        let next = next(&kit).await;
        assert_eq!(next.recover().await.unwrap(), Recovered { undone: 1, ..Default::default() });
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn an_attempt_that_was_abandoned_is_left_to_the_janitor() {
    let kit = Kit::new(true).await;
    kit.provision().await;
    kit.pass(601);
    kit.world.sim.clear_calls();
    let next = next(&kit).await;
    assert_eq!(next.recover().await.unwrap(), Recovered::default());
    assert!(kit.world.is_unasked());
    next.sweep().await.unwrap();
    kit.assert_nothing_left().await;
}

#[tokio::test]
async fn what_is_over_is_left_alone() {
    let kit = Kit::new(true).await;
    kit.connected().await;
    kit.world.sim.clear_calls();
    let next = next(&kit).await;
    assert_eq!(next.recover().await.unwrap(), Recovered::default());
    assert_eq!(next.take_over().await.unwrap(), Recovered::default());
    assert!(kit.world.is_unasked());
}

/// The gateway is asked to start an account, and carries it out after it was told to stop it.
#[tokio::test]
async fn a_start_that_comes_late_leaves_no_account_behind() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let mut late = hang(Call::Start);
        late.late_ms = Some(20_000);
        kit.world.sim.fail(late).unwrap();
        let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
        let going = tokio::spawn(async move { connect.provision(&admin, press).await });
        kit.seen(Call::Start).await;
        kit.connect().cancel(&kit.admin, press, None).await.unwrap();
        assert!(going.await.unwrap().is_err());
        assert!(kit.rows().await.is_empty(), "out of sight at once");

        kit.pass(20);
        let started = kit.world.sim.until(|sim| !sim.accounts().is_empty());
        tokio::time::timeout(Duration::from_secs(10), started).await.unwrap();
        for _ in 0..2 {
            kit.pass(30);
            kit.connect().sweep().await.unwrap();
        }
        kit.assert_nothing_left().await;
    }
}

/// By the job, as a server does it.
#[tokio::test]
async fn a_new_server_goes_on_by_itself() {
    let kit = Kit::new(true).await;
    let (_, next) = cut_off(&kit, hang(Call::Start), Call::Start).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let clock = Arc::new(wpp_panel::connect::ports::SystemClock);
    let job = tokio::spawn(janitor::run(next.clone(), clock, stop.clone()));
    let going_on = async {
        while only_row(&kit).await.live.qr.is_none() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), going_on).await.unwrap();
    stop.cancel();
    job.await.unwrap();
    let polled = next.status(&kit.admin, only_row(&kit).await.id, Ask { force: false, dialog: true }).await.unwrap();
    assert_eq!(kit.shown(&polled), SessionState::AwaitingScan);
}
