//! A cancel against whatever else is happening at that moment.

use wpp_panel::{
    connect::{Cancelled, ConnectError},
    domain::state::SessionState,
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES, event};

/// The phone was faster, and nobody here knew it yet.
#[tokio::test]
async fn a_cancel_that_loses_against_the_scan_keeps_the_session_and_says_so() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let made = kit.connect().provision(&kit.admin, press).await.unwrap();
        kit.scan(&made.session);
        let end = kit.connect().cancel(&kit.admin, press, Some(made.integration_id)).await.unwrap();
        let Cancelled::Connected(session) = end else { panic!("{end:?}") };
        assert_eq!((session.id, kit.shown(&session)), (made.integration_id, SessionState::Connected));
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert!(row.live.first_connected_at.is_some() && row.live.attempt.is_none() && row.is_primary);
    }
}

#[tokio::test]
async fn a_cancel_that_loses_against_the_event_keeps_the_session() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let made = kit.connect().provision(&kit.admin, press).await.unwrap();
    let up = event(made.account_number.clone(), wpp_panel::domain::word::GatewayWord::Up);
    kit.world.tell(&made.session.webhook_key, &up, b"{}").await.unwrap();
    kit.world.sim.clear_calls();
    let end = kit.connect().cancel(&kit.admin, press, Some(made.integration_id)).await.unwrap();
    assert!(matches!(end, Cancelled::Connected(_)), "{end:?}");
    assert_eq!((kit.calls(Call::Stop), kit.rows().await.len()), (0, 1));
}

/// Requests overtake each other: the cancel is there before the press.
#[tokio::test]
async fn a_press_that_was_cancelled_before_it_arrived_makes_nothing() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let end = kit.connect().cancel(&kit.admin, press, None).await.unwrap();
        assert!(matches!(end, Cancelled::NotYours), "{end:?}");
        for made in [kit.connect().provision(&kit.admin, press).await, kit.connect().add(&kit.admin, press).await] {
            assert!(matches!(made, Err(ConnectError::Cancelled)));
        }
        assert!(kit.world.is_unasked());
        kit.assert_nothing_left().await;
        assert!(kit.provision().await.qr.is_some(), "another press is another attempt");
    }
}

/// While the account is being started; the platform may have carried that out or not.
#[tokio::test]
async fn a_cancel_ends_what_is_under_way() {
    for mode in MODES {
        for carried_out in [false, true] {
            let kit = Kit::new(mode).await;
            let mut hang = Fault::body(FaultBody::Hang).on(Call::Start);
            hang.carried_out = carried_out;
            kit.world.sim.fail(hang).unwrap();
            let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
            let going = tokio::spawn(async move { connect.provision(&admin, press).await });
            kit.seen(Call::Start).await;

            let end = kit.connect().cancel(&kit.admin, press, None).await.unwrap();
            assert!(matches!(end, Cancelled::Removed), "{end:?}");
            assert!(matches!(going.await.unwrap(), Err(ConnectError::Cancelled)), "whoever waited is told");
            assert!(kit.rows().await.is_empty() && kit.world.sim.accounts().is_empty());
            // nobody heard what became of the start: a minute later it is stopped once more
            kit.pass(60);
            kit.connect().sweep().await.unwrap();
            kit.assert_nothing_left().await;
        }
    }
}

/// A second administrator waits for the same attempt; it is over for both, and nothing comes back.
#[tokio::test]
async fn whoever_shares_a_cancelled_attempt_is_told() {
    let kit = Kit::new(true).await;
    kit.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Start)).unwrap();
    let presses = [kit.world.press(), kit.world.press()];
    let [one, two] = presses.map(|press| {
        let (connect, admin) = (kit.connect().clone(), kit.admin.clone());
        tokio::spawn(async move { connect.provision(&admin, press).await })
    });
    kit.seen(Call::Start).await;
    let open = kit.rows().await[0].live.attempt.as_ref().unwrap().id;
    kit.connect().cancel(&kit.admin, open, None).await.unwrap();
    let ends = [one.await.unwrap(), two.await.unwrap()];
    // a press that had not yet found the row begins anew: at least the one that was cancelled is told
    assert!(ends.iter().any(|end| matches!(end, Err(ConnectError::Cancelled))));
    assert!(kit.rows().await.len() <= 1);
    assert_eq!(kit.rows().await.len(), kit.world.sim.accounts().len());
}

/// During a reconnect of what was once connected: the row stays, whatever the moment.
#[tokio::test]
async fn a_cancel_during_a_reconnect_keeps_the_row() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        kit.world.sim.clear_calls();
        kit.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Start)).unwrap();
        let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
        let going = tokio::spawn(async move { connect.reconnect(&admin, before.id, press).await });
        kit.seen(Call::Start).await;
        let end = kit.connect().cancel(&kit.admin, press, Some(before.id)).await.unwrap();
        assert!(matches!(end, Cancelled::Restored), "{end:?}");
        assert!(going.await.unwrap().is_err());
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((kit.shown(row), &row.credentials), (SessionState::LoggedOut, &before.credentials));
    }
}

#[tokio::test]
async fn cancelling_twice_is_cancelling_once() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let made = kit.connect().provision(&kit.admin, press).await.unwrap();
    let cancel = || kit.connect().cancel(&kit.admin, press, Some(made.integration_id));
    let (one, two) = tokio::join!(cancel(), cancel());
    assert!(one.is_ok() && two.is_ok() && cancel().await.is_ok());
    assert_eq!(kit.calls(Call::Stop), 1);
    kit.assert_nothing_left().await;
}
