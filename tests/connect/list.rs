//! The list's order and its names.

use wpp_panel::{
    connect::ConnectError,
    domain::{actor::Role, name::SessionName},
    sim::Call,
};

use crate::kit::{Kit, MODES};

#[tokio::test]
async fn the_primary_comes_first_and_then_the_oldest() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let mut made = vec![];
        for _ in 0..3 {
            made.push(kit.add().await.session);
            kit.pass(1);
        }
        kit.scanned(&made[1]).await;
        let order: Vec<_> = kit.rows().await.iter().map(|row| row.id).collect();
        assert_eq!(order, [made[1].id, made[0].id, made[2].id]);
    }
}

#[tokio::test]
async fn the_list_asks_the_gateway_nothing() {
    let kit = Kit::new(true).await;
    kit.connected().await;
    kit.pass(3_600);
    kit.world.sim.down();
    kit.world.sim.clear_calls();
    assert_eq!(kit.rows().await.len(), 1);
    assert!(kit.world.is_unasked());
}

#[tokio::test]
async fn each_organization_sees_its_own() {
    let kit = Kit::new(true).await;
    let ours = kit.connected().await;
    let stranger = kit.world.admin().await;
    assert!(kit.connect().list(&stranger).await.unwrap().is_empty());
    kit.connect().provision(&stranger, kit.world.press()).await.unwrap();
    assert_eq!(kit.rows().await.iter().map(|row| row.id).collect::<Vec<_>>(), [ours.id]);
}

/// Lesson 21: two numbers could not be told apart.
#[tokio::test]
async fn lesson_21_a_session_has_the_name_that_somebody_gave_it() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        let name = SessionName::parse("Приёмная, 2 этаж").unwrap();
        kit.connect().rename(&kit.admin, session.id, &name).await.unwrap();
        let renamed = kit.later(session.id).await;
        assert_eq!(renamed.name, "Приёмная, 2 этаж");
        assert_eq!((renamed.credentials, renamed.account), (session.credentials, session.account));
        let names: Vec<_> = [kit.add().await, kit.add().await].iter().map(|made| made.session.name.clone()).collect();
        assert_eq!(names, ["WhatsApp", "WhatsApp 2"], "the name that became free is taken again");
    }
}

#[tokio::test]
async fn a_foreign_session_keeps_its_name() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let stranger = kit.world.admin().await;
    let name = SessionName::parse("чужой").unwrap();
    let end = kit.connect().rename(&stranger, session.id, &name).await;
    assert!(matches!(end, Err(ConnectError::NotFound)));
    assert_eq!(kit.rows().await[0].name, "WhatsApp");
}

#[tokio::test]
async fn a_colleague_refreshes_the_list_without_seeing_a_code_asked_for() {
    let kit = Kit::new(true).await;
    kit.connected().await;
    let colleague = kit.world.person(kit.admin.organization, Role::Member).await;
    kit.pass(4);
    kit.world.sim.clear_calls();
    let rows = kit.connect().refresh(&colleague, true).await.unwrap();
    assert_eq!((rows.len(), kit.calls(Call::Status), kit.calls(Call::Qr)), (1, 1, 0));
    assert_eq!(rows[0].live.evidence.checked_at, Some(kit.now()));
}
