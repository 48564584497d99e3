//! «Отключить»: the account is stopped at the gateway, and the row is gone.

use wpp_panel::{
    connect::{ConnectError, Swept},
    domain::word::GatewayWord,
    sim::{Call, Fault},
};

use crate::kit::{Kit, MODES, event, number};

#[tokio::test]
async fn the_account_and_the_row_are_gone() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
        kit.assert_nothing_left().await;
        let again = kit.connect().disconnect(&kit.admin, session.id).await;
        assert!(matches!(again, Err(ConnectError::NotFound)));
    }
}

/// Lesson 10: it was a 500, and the row could never be removed.
#[tokio::test]
async fn lesson_10_what_the_gateway_forgot_can_be_disconnected() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.world.sim.forget(&number(&session)).unwrap();
        kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn while_the_gateway_is_down_it_is_out_of_the_list_and_finished_later() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.world.sim.down();
        kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
        assert!(kit.rows().await.is_empty());
        let asked = kit.connect().status(&kit.admin, session.id, wpp_panel::connect::Ask::default()).await;
        assert!(matches!(asked, Err(ConnectError::NotFound)), "nobody finds it any more");
        let up = event(session.account.clone(), GatewayWord::Up);
        let told = kit.world.tell(&session.webhook_key, &up, b"{}").await;
        assert!(matches!(told, Err(ConnectError::NotFound)), "no event brings it back");

        assert_eq!(kit.connect().sweep().await.unwrap(), Swept { kept: 1, ..Swept::default() });
        kit.world.sim.up();
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept { removed: 1, ..Swept::default() });
        kit.assert_nothing_left().await;
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept::default());
    }
}

/// The number is still in use at the platform, so the next account gets another one.
#[tokio::test]
async fn connecting_again_before_the_gateway_let_go_makes_another_account() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let old = kit.connected().await;
        kit.world.sim.fail(Fault::status(503).on(Call::Stop)).unwrap();
        kit.connect().disconnect(&kit.admin, old.id).await.unwrap();
        let new = kit.connected().await;
        assert_ne!((new.id, &new.account), (old.id, &old.account));
        kit.connect().sweep().await.unwrap();
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, kit.world.sim.accounts().len()), (new.id, 1));
        assert!(row.is_primary);
    }
}

/// A key that is dead can never stop its account: its row would be removed for ever.
#[tokio::test]
async fn a_dead_key_of_its_own_keeps_no_row() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.world.sim.kill_key_of(&number(&session)).unwrap();
    kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
    assert!(kit.rows().await.is_empty() && kit.unfinished().await.is_empty());
}

/// The installation's key may be replaced, and then the account can be stopped.
#[tokio::test]
async fn a_dead_key_of_everybodys_keeps_the_row_for_later() {
    let kit = Kit::new(false).await;
    let session = kit.connected().await;
    kit.world.sim.kill_key("global").unwrap();
    kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
    assert!(kit.rows().await.is_empty());
    assert_eq!(kit.connect().sweep().await.unwrap().kept, 1);
}

#[tokio::test]
async fn a_foreign_session_is_not_found_and_stays() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let stranger = kit.world.admin().await;
    let end = kit.connect().disconnect(&stranger, session.id).await;
    assert!(matches!(end, Err(ConnectError::NotFound)));
    assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 1));
}

/// Lesson 11: deleting the primary promoted nobody.
#[tokio::test]
async fn lesson_11_another_session_becomes_primary() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let first = kit.connected().await;
        kit.pass(1);
        let waiting = kit.add().await.session;
        kit.pass(1);
        let third = kit.add().await.session;
        kit.scanned(&third).await;
        kit.connect().disconnect(&kit.admin, first.id).await.unwrap();
        let rows = kit.rows().await;
        let primary: Vec<_> = rows.iter().filter(|row| row.is_primary).map(|row| row.id).collect();
        assert_eq!(primary, [third.id], "the connected one before the older one");
        kit.connect().disconnect(&kit.admin, third.id).await.unwrap();
        assert!(kit.poll(waiting.id).await.is_primary, "else the oldest");
    }
}
