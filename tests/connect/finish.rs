//! A server that stops: what is under way ends, nothing runs on, and the next start finds its work.

use std::time::Duration;

use wpp_panel::{
    connect::ConnectError,
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES};

#[tokio::test]
async fn finish_ends_what_is_under_way_and_leaves_the_row_for_the_next_start() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        kit.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Start)).unwrap();
        kit.world.sim.fail(Fault::body(FaultBody::Hang).on(Call::Webhook).times(9)).unwrap();
        let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
        let going = tokio::spawn(async move { connect.provision(&admin, press).await });
        kit.seen(Call::Start).await;

        tokio::time::timeout(Duration::from_secs(5), kit.connect().finish()).await.unwrap();
        let end = tokio::time::timeout(Duration::from_secs(5), going).await.unwrap().unwrap();
        assert!(matches!(end, Err(ConnectError::Cancelled | ConnectError::Stopping)), "{end:?}");
        kit.world.sim.clear_calls();
        assert_eq!(kit.rows().await.len(), 1, "the row is there for the next start");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(kit.world.sim.calls().is_empty(), "nothing runs on");
    }
}

#[tokio::test]
async fn finish_with_nothing_to_do_is_done_at_once() {
    let kit = Kit::new(true).await;
    kit.connected().await;
    tokio::time::timeout(Duration::from_secs(5), kit.connect().finish()).await.unwrap();
    assert_eq!(kit.rows().await.len(), 1);
}
