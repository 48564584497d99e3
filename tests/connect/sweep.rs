//! What nobody asks for any more is taken back; what was once connected never is.

use std::{sync::Arc, time::Duration};

use wpp_panel::{
    connect::{Ask, Connect, Patience, Swept},
    domain::{actor::Role, state::SessionState},
    jobs::janitor,
    live::Hub,
};

use crate::kit::{Kit, MODES};

const ABANDONED: u64 = 601;

#[tokio::test]
async fn lesson_07_an_attempt_that_was_abandoned_cleans_itself_up() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.provision().await;
        kit.clock.advance(Duration::from_secs(590));
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept::default());
        assert_eq!(kit.rows().await.len(), 1);
        kit.clock.advance(Duration::from_secs(11));
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept { removed: 1, ..Swept::default() });
        kit.assert_nothing_left().await;
    }
}

#[tokio::test]
async fn an_open_dialog_keeps_its_attempt() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    for _ in 0..4 {
        kit.clock.advance(Duration::from_secs(300));
        kit.poll(made.integration_id).await;
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept::default());
    }
}

/// The list is refreshed in many tabs, and a colleague looks on: neither is the dialog.
#[tokio::test]
async fn looking_on_keeps_no_attempt() {
    let kit = Kit::new(true).await;
    let made = kit.provision().await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    kit.clock.advance(Duration::from_secs(ABANDONED));
    let of_list = Ask { force: true, dialog: false };
    kit.connect().status(&kit.admin, made.integration_id, of_list).await.unwrap();
    let of_member = Ask { force: true, dialog: true };
    kit.connect().status(&member, made.integration_id, of_member).await.unwrap();
    assert_eq!(kit.connect().sweep().await.unwrap().removed, 1);
}

#[tokio::test]
async fn what_was_once_connected_loses_its_attempt_and_nothing_else() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        kit.provision().await;
        kit.clock.advance(Duration::from_secs(ABANDONED));
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept { ended: 1, ..Swept::default() });
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, &row.credentials, &row.account), (before.id, &before.credentials, &before.account));
        assert_eq!((kit.shown(row), &row.live.attempt), (SessionState::LoggedOut, &None));
    }
}

#[tokio::test]
async fn what_is_connected_is_never_swept() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.pass(365 * 24 * 60 * 60);
        kit.world.sim.down();
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept::default());
        assert_eq!(kit.rows().await[0].id, session.id);
    }
}

#[tokio::test]
async fn a_phone_that_was_linked_after_everybody_had_left_is_kept() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        kit.scan(&made.session);
        kit.clock.advance(Duration::from_secs(ABANDONED));
        assert_eq!(kit.connect().sweep().await.unwrap(), Swept { ended: 1, ..Swept::default() });
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, kit.shown(row)), (made.integration_id, SessionState::Connected));
        assert!(row.is_primary);
    }
}

/// While the gateway is silent nobody knows whether the phone was linked: the account must not be thrown away.
#[tokio::test]
async fn a_silent_gateway_is_asked_before_anything_is_thrown_away() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        kit.scan(&made.session);
        kit.world.sim.down();
        kit.clock.advance(Duration::from_secs(ABANDONED));
        kit.connect().sweep().await.unwrap();
        kit.world.sim.up();
        kit.connect().sweep().await.unwrap();
        let rows = kit.rows().await;
        let linked: Vec<_> = rows.iter().map(|row| (row.id, kit.shown(row))).collect();
        assert_eq!(linked, [(made.integration_id, SessionState::Connected)], "a linked phone is kept");
    }
}

/// The next process finds what the last one left.
#[tokio::test]
async fn a_new_start_finishes_what_was_left() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.add().await;
        kit.world.sim.down();
        kit.connect().disconnect(&kit.admin, session.id).await.unwrap();
        kit.connect().finish().await;
        kit.world.sim.up();
        kit.clock.advance(Duration::from_secs(ABANDONED));

        let world = &kit.world;
        let parts = (world.store.clone(), world.gateway.clone(), world.clock.clone(), world.random.clone());
        let next = Connect::new(
            parts.0,
            parts.1,
            parts.2,
            parts.3,
            Arc::new(Hub::default()),
            String::new(),
            Patience::default(),
        );
        assert_eq!(next.sweep().await.unwrap(), Swept { removed: 2, ..Swept::default() });
        kit.assert_nothing_left().await;
    }
}

/// The job sweeps at once and ends when it is told to.
#[tokio::test]
async fn the_janitor_sweeps_at_once_and_stops() {
    let kit = Kit::new(true).await;
    kit.provision().await;
    kit.clock.advance(Duration::from_secs(ABANDONED));
    let stop = tokio_util::sync::CancellationToken::new();
    let job = tokio::spawn(janitor::run(kit.connect().clone(), kit.world.clock.clone(), stop.clone()));
    let empty = kit.world.sim.until(|sim| sim.accounts().is_empty());
    tokio::time::timeout(Duration::from_secs(10), empty).await.unwrap();
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), job).await.unwrap().unwrap();
}
