//! Another account for a row that is there: because somebody asked for it, or because its key is dead.

use wpp_panel::{
    connect::{Cancelled, ConnectError, ProvisionStatus, Repeats, ports::Session},
    domain::state::SessionState,
    sim::{Call, Fault},
};

use crate::kit::{Kit, MODES, number};

async fn recreate(kit: &Kit, repeats: Repeats) -> Session {
    kit.connect().recreate(&kit.admin, kit.world.press(), repeats).await.unwrap().session
}

#[tokio::test]
async fn an_unlinked_session_gets_another_account_in_its_row() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        let after = recreate(&kit, Repeats::UntilOver).await;
        assert_eq!((after.id, &after.name, &after.webhook_key), (before.id, &before.name, &before.webhook_key));
        assert_ne!(after.account, before.account);
        if mode {
            assert_ne!(after.credentials, before.credentials, "another key too");
        }
        assert!(kit.world.sim.account(&number(&before)).is_none(), "the old account is stopped");
        let connected = kit.scanned(&after).await;
        assert!(connected.is_primary);
        assert_eq!(kit.rows().await.len(), 1);
    }
}

#[tokio::test]
async fn a_connected_session_is_never_replaced() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let first = kit.connected().await;
        let second = recreate(&kit, Repeats::UntilOver).await;
        assert_ne!(second.id, first.id);
        assert_eq!(kit.rows().await.len(), 2);
        let first = kit.later(first.id).await;
        assert_eq!(kit.shown(&first), SessionState::Connected);
    }
}

/// The table says that it dropped; the phone knows better.
#[tokio::test]
async fn a_session_that_came_back_unseen_is_not_replaced() {
    let kit = Kit::new(true).await;
    let first = kit.connected().await;
    kit.world.sim.offline(&number(&first), true).unwrap();
    kit.later(first.id).await;
    let dropped = kit.later(first.id).await;
    assert_ne!(kit.shown(&dropped), SessionState::Connected);
    kit.world.sim.online(&number(&first)).unwrap();
    kit.pass(3);
    let second = recreate(&kit, Repeats::UntilOver).await;
    assert_ne!(second.id, first.id);
    assert!(kit.world.sim.account(&number(&first)).is_some());
}

#[tokio::test]
async fn a_silent_gateway_replaces_nothing() {
    let kit = Kit::new(true).await;
    let before = kit.logged_out().await;
    kit.pass(3);
    kit.world.sim.fail(Fault::status(503).on(Call::Status).times(99)).unwrap();
    let refused = kit.connect().recreate(&kit.admin, kit.world.press(), Repeats::UntilOver).await;
    assert!(matches!(refused, Err(ConnectError::Gateway(_))), "{refused:?}");
    assert_eq!(kit.rows().await[0].account, before.account);
}

#[tokio::test]
async fn with_no_session_it_makes_the_first() {
    let kit = Kit::new(true).await;
    let made = kit.connect().recreate(&kit.admin, kit.world.press(), Repeats::UntilOver).await.unwrap();
    assert_eq!(made.status, ProvisionStatus::QrIssued);
    assert_eq!((kit.rows().await.len(), kit.client_keys()), (1, 1));
}

/// Lesson 5: a client repeats a request whose answer was lost.
#[tokio::test]
async fn lesson_05_a_repeated_replacement_is_one() {
    for mode in MODES {
        for repeats in [Repeats::UntilOver, Repeats::ForEver] {
            let kit = Kit::new(mode).await;
            kit.logged_out().await;
            let press = kit.world.press();
            let ask = || kit.connect().recreate(&kit.admin, press, repeats);
            let (one, two) = (ask().await.unwrap(), ask().await.unwrap());
            assert_eq!((one.session.id, &one.session.account), (two.session.id, &two.session.account));
            assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 1));

            // once it is connected, the same id means one more, or for ever this one
            kit.scanned(&two.session).await;
            let three = ask().await.unwrap();
            assert_eq!(three.session.id == two.session.id, repeats == Repeats::ForEver);
        }
    }
}

#[tokio::test]
async fn a_cancelled_replacement_keeps_the_row() {
    let kit = Kit::new(true).await;
    kit.logged_out().await;
    let press = kit.world.press();
    let after = kit.connect().recreate(&kit.admin, press, Repeats::UntilOver).await.unwrap().session;
    let cancelled = kit.connect().cancel(&kit.admin, press, Some(after.id)).await.unwrap();
    assert!(matches!(cancelled, Cancelled::Restored), "{cancelled:?}");
    assert_eq!(kit.rows().await[0].account, after.account);
}

#[tokio::test]
async fn one_more_by_a_persons_id_is_one_until_it_is_connected() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let id = kit.world.press();
        let add = || kit.connect().add_again(&kit.admin, id, Repeats::UntilOver);
        let (one, two) = tokio::join!(add(), add());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.integration_id, kit.calls(Call::Start)), (two.integration_id, 1));
        kit.scanned(&one.session).await;
        let next = add().await.unwrap();
        assert_ne!(next.integration_id, one.integration_id);
    }
}

#[tokio::test]
async fn a_dead_key_gets_a_new_client_for_the_same_row() {
    let kit = Kit::new(true).await;
    let before = kit.logged_out().await;
    kit.world.sim.kill_key_of(&number(&before)).unwrap();
    let after = kit.provision().await;
    assert_eq!((after.integration_id, after.status), (before.id, ProvisionStatus::QrIssued));
    assert_ne!(after.session.account, before.account);
    assert_ne!(after.session.credentials, before.credentials);
    assert_eq!(kit.client_keys(), 2);
    let connected = kit.scanned(&after.session).await;
    assert_eq!((connected.id, connected.name), (before.id, before.name));
}

/// It is everybody's: another number would not help, and the next start may bring the right key.
#[tokio::test]
async fn a_dead_key_of_everybodys_replaces_nothing() {
    let kit = Kit::new(false).await;
    let before = kit.logged_out().await;
    kit.world.sim.kill_key("global").unwrap();
    let refused = kit.connect().provision(&kit.admin, kit.world.press()).await;
    assert!(matches!(refused, Err(ConnectError::Gateway(_))), "{refused:?}");
    assert_eq!(kit.rows().await[0].account, before.account);
}
