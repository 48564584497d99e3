//! Lesson 18: any member of the organization could connect and disconnect.

use wpp_panel::{
    connect::{Ask, ConnectError},
    domain::{actor::Role, name::SessionName},
};

use crate::kit::Kit;

#[tokio::test]
async fn lesson_18_a_member_changes_nothing_and_gets_no_code() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let open = kit.connect().provision(&kit.admin, press).await.unwrap().session;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let before = kit.rows().await;
    kit.world.sim.clear_calls();

    let name = SessionName::parse("x").unwrap();
    let connect = kit.connect();
    let ends = [
        connect.provision(&member, kit.world.press()).await.err(),
        connect.add(&member, kit.world.press()).await.err(),
        connect.reconnect(&member, open.id, kit.world.press()).await.err(),
        connect.qr(&member, open.id).await.err(),
        connect.cancel(&member, press, Some(open.id)).await.err(),
        connect.cancel(&member, press, None).await.err(),
        connect.disconnect(&member, open.id).await.err(),
        connect.rename(&member, open.id, &name).await.err(),
    ];
    for end in ends {
        assert!(matches!(end, Some(ConnectError::Forbidden)), "{end:?}");
    }
    assert_eq!(kit.rows().await, before);
    let asked_or_changed = |call: &wpp_panel::sim::CallRecord| call.name != wpp_panel::sim::Call::Webhook;
    assert!(!kit.world.sim.calls().iter().any(asked_or_changed), "the platform hears nothing of it");
}

/// A member's cancel must not even call the attempt off.
#[tokio::test]
async fn a_members_cancel_does_not_stop_a_press_that_is_on_its_way() {
    let kit = Kit::new(true).await;
    let press = kit.world.press();
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    assert!(kit.connect().cancel(&member, press, None).await.is_err());
    assert!(kit.connect().provision(&kit.admin, press).await.is_ok());
}

#[tokio::test]
async fn a_member_sees_the_list_and_the_states() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    assert_eq!(kit.connect().list(&member).await.unwrap().len(), 1);
    let asked = kit.connect().status(&member, session.id, Ask::default()).await.unwrap();
    assert_eq!(asked.id, session.id);
}
