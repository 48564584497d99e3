//! However often and by whomever it is pressed: one row, one account, one call.

use futures_util::future::join_all;
use wpp_panel::{
    domain::{
        actor::{Actor, Role},
        ids::AttemptId,
    },
    sim::{Call, Fault, FaultBody},
};

use crate::kit::{Kit, MODES};

/// All at once, and all get the same session with the same code.
async fn all_share(kit: &Kit, presses: &[(&Actor, AttemptId)]) {
    let made = join_all(presses.iter().map(|(actor, attempt)| kit.connect().provision(actor, *attempt))).await;
    let made: Vec<_> = made.into_iter().map(|made| made.unwrap()).collect();
    for one in &made {
        assert_eq!((one.integration_id, &one.qr, one.status), (made[0].integration_id, &made[0].qr, made[0].status));
    }
    assert_eq!(kit.rows().await.len(), 1);
    assert_eq!(kit.world.sim.accounts().len(), 1);
    assert_eq!(kit.calls(Call::Start), 1);
    assert_eq!(kit.calls(Call::Create), kit.client_keys());
}

#[tokio::test]
async fn two_clicks_are_one_attempt() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        all_share(&kit, &[(&kit.admin, press), (&kit.admin, press)]).await;
    }
}

#[tokio::test]
async fn two_tabs_share_one_attempt() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        all_share(&kit, &[(&kit.admin, kit.world.press()), (&kit.admin, kit.world.press())]).await;
    }
}

#[tokio::test]
async fn two_administrators_share_one_attempt() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let other = kit.world.person(kit.admin.organization, Role::Admin).await;
        all_share(&kit, &[(&kit.admin, kit.world.press()), (&other, kit.world.press())]).await;
        assert_eq!(kit.client_keys(), usize::from(mode));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lesson_05_fifty_presses_at_once_make_one_account() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let other = kit.world.person(kit.admin.organization, Role::Admin).await;
        let presses: Vec<_> =
            (0..50).map(|count| (if count % 2 == 0 { &kit.admin } else { &other }, kit.world.press())).collect();
        all_share(&kit, &presses).await;
        assert_eq!(kit.client_keys(), usize::from(mode));
    }
}

#[tokio::test]
async fn organizations_do_not_share_anything() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let stranger = kit.world.admin().await;
        let (ours, theirs) =
            (kit.provision().await, kit.connect().provision(&stranger, kit.world.press()).await.unwrap());
        assert_ne!(ours.integration_id, theirs.integration_id);
        assert_ne!(ours.account_number, theirs.account_number);
        assert_eq!((kit.rows().await.len(), kit.world.sim.accounts().len()), (1, 2));
    }
}

/// The platform makes a key and the answer is lost: repeating the sub-organization that was stored before is the only
/// way to get it.
#[tokio::test]
async fn lesson_06_a_lost_answer_leaves_no_orphan_at_the_platform() {
    let kit = Kit::new(true).await;
    kit.world.sim.fail(Fault::body(FaultBody::Close).on(Call::Create).carried_out()).unwrap();
    let made = kit.provision().await;
    assert!(made.qr.is_some());
    assert_eq!((kit.calls(Call::Create), kit.client_keys()), (2, 1));
    assert_eq!(kit.world.sim.keys()[1].number, made.account_number.map(String::from));
}

/// Lesson 6 again: the row is there before anything is asked, and goes when nothing could be asked.
#[tokio::test]
async fn lesson_06_the_row_is_reserved_before_the_first_call() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let first = if mode { Call::Create } else { Call::Token };
        kit.world.sim.fail(Fault::body(FaultBody::Hang).on(first)).unwrap();
        let (connect, admin, press) = (kit.connect().clone(), kit.admin.clone(), kit.world.press());
        let going = tokio::spawn(async move { connect.provision(&admin, press).await });
        kit.seen(first).await;
        assert_eq!(kit.rows().await.len(), 1, "reserved while the platform has not answered anything");
        kit.connect().cancel(&kit.admin, press, None).await.unwrap();
        assert!(going.await.unwrap().is_err());
    }
}
