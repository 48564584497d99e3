//! «Отмена»: what the attempt made goes, here and at the gateway; any other row stays as it was.

use wpp_panel::{
    connect::{Cancelled, ConnectError},
    domain::{actor::Role, state::SessionState},
};

use crate::kit::{Kit, MODES};

/// Lesson 7: «Отмена» left a live account and a row behind, shown as «Отключено» for ever.
#[tokio::test]
async fn lesson_07_a_cancelled_attempt_leaves_nothing() {
    for mode in MODES {
        for names_the_row in [true, false] {
            let kit = Kit::new(mode).await;
            let press = kit.world.press();
            let made = kit.connect().provision(&kit.admin, press).await.unwrap();
            let id = names_the_row.then_some(made.integration_id);
            let end = kit.connect().cancel(&kit.admin, press, id).await.unwrap();
            assert!(matches!(end, Cancelled::Removed), "{end:?}");
            kit.assert_nothing_left().await;
        }
    }
}

#[tokio::test]
async fn after_a_cancel_it_can_be_pressed_again() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let made = kit.connect().provision(&kit.admin, press).await.unwrap();
        kit.connect().cancel(&kit.admin, press, Some(made.integration_id)).await.unwrap();
        let session = kit.connected().await;
        assert_ne!(session.id, made.integration_id);
        assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 1));
    }
}

#[tokio::test]
async fn what_was_once_connected_stays_as_it_was() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        let press = kit.world.press();
        kit.connect().reconnect(&kit.admin, before.id, press).await.unwrap();
        let end = kit.connect().cancel(&kit.admin, press, Some(before.id)).await.unwrap();
        assert!(matches!(end, Cancelled::Restored), "{end:?}");
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, &row.credentials, &row.account), (before.id, &before.credentials, &before.account));
        assert_eq!((kit.shown(row), &row.live.qr, &row.live.attempt), (SessionState::LoggedOut, &None, &None));
        assert_eq!(row.live.first_connected_at, before.live.first_connected_at);
        assert_eq!((row.is_primary, &row.live.phone), (before.is_primary, &before.live.phone));
    }
}

/// «Новый код» on a row that an attempt made and that never was connected is still that attempt.
#[tokio::test]
async fn a_new_code_does_not_make_a_row_permanent() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let made = kit.connect().provision(&kit.admin, press).await.unwrap();
        kit.pass(161);
        kit.poll(made.integration_id).await;
        kit.connect().reconnect(&kit.admin, made.integration_id, press).await.unwrap();
        let end = kit.connect().cancel(&kit.admin, press, Some(made.integration_id)).await.unwrap();
        assert!(matches!(end, Cancelled::Removed), "{end:?}");
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn a_cancel_touches_no_other_session() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let connected = kit.connected().await;
        let press = kit.world.press();
        let more = kit.connect().add(&kit.admin, press).await.unwrap();
        kit.connect().cancel(&kit.admin, press, Some(more.integration_id)).await.unwrap();
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, kit.shown(row)), (connected.id, SessionState::Connected));
        assert_eq!(kit.world.sim.accounts().len(), 1);
    }
}

#[tokio::test]
async fn only_who_started_an_attempt_cancels_it() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let other = kit.world.person(kit.admin.organization, Role::Admin).await;
        let (mine, theirs) = (kit.world.press(), kit.world.press());
        let made = kit.connect().provision(&kit.admin, mine).await.unwrap();
        kit.connect().provision(&other, theirs).await.unwrap();
        for (attempt, id) in [(theirs, Some(made.integration_id)), (theirs, None), (mine, Some(made.integration_id))] {
            let end = kit.connect().cancel(&other, attempt, id).await.unwrap();
            assert!(matches!(end, Cancelled::NotYours), "{end:?}");
        }
        kit.scanned(&kit.rows().await[0]).await;
    }
}

#[tokio::test]
async fn nobody_cancels_for_another_organization() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let made = kit.connect().provision(&kit.admin, press).await.unwrap();
    let stranger = kit.world.admin().await;
    for id in [Some(made.integration_id), None] {
        let end = kit.connect().cancel(&stranger, kit.world.press(), id).await.unwrap();
        assert!(matches!(end, Cancelled::NotYours), "{end:?}");
    }
    assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 1));
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let end = kit.connect().cancel(&member, press, Some(made.integration_id)).await;
    assert!(matches!(end, Err(ConnectError::Forbidden)));
}

#[tokio::test]
async fn a_cancel_while_the_gateway_is_down_is_finished_later() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let made = kit.connect().provision(&kit.admin, press).await.unwrap();
        kit.world.sim.down();
        let end = kit.connect().cancel(&kit.admin, press, Some(made.integration_id)).await.unwrap();
        assert!(matches!(end, Cancelled::Removed), "{end:?}");
        assert!(kit.rows().await.is_empty());
        kit.world.sim.up();
        kit.connect().sweep().await.unwrap();
        kit.assert_nothing_left().await;
    }
}
