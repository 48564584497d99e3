//! «Подключить ещё один WhatsApp»: a new account beside the ones that are there.

use std::collections::BTreeSet;

use wpp_panel::{
    connect::{Phase, ProvisionStatus},
    domain::state::SessionState,
    sim::Call,
};

use crate::kit::{Kit, MODES, number};

#[tokio::test]
async fn the_same_id_twice_is_one_more() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let press = kit.world.press();
        let add = || kit.connect().add(&kit.admin, press);
        let (one, two) = tokio::join!(add(), add());
        let (one, two, three) = (one.unwrap(), two.unwrap(), add().await.unwrap());
        assert_eq!((one.integration_id, one.integration_id), (two.integration_id, three.integration_id));
        assert_eq!((kit.rows().await.len(), kit.calls(Call::Start)), (1, 1));
        assert_eq!(kit.client_keys(), usize::from(mode));
    }
}

#[tokio::test]
async fn different_ids_are_different_accounts() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        for _ in 0..3 {
            kit.add().await;
            kit.pass(1);
        }
        let rows = kit.rows().await;
        let distinct: BTreeSet<String> = rows.iter().map(number).collect();
        assert_eq!((rows.len(), distinct.len(), kit.world.sim.accounts().len()), (3, 3, 3));
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["WhatsApp", "WhatsApp 2", "WhatsApp 3"]);
        if !mode {
            let prefix = format!("org_{}", &kit.admin.organization.0.simple().to_string()[..8]);
            assert_eq!(
                distinct.into_iter().collect::<Vec<_>>(),
                [prefix.clone(), format!("{prefix}_2"), format!("{prefix}_3")]
            );
        }
    }
}

/// Lessons 2 and 3: the second number was "connected" at the first poll, and its code disappeared unscanned.
#[tokio::test]
async fn lesson_03_a_second_number_waits_for_its_own_scan_while_the_first_is_connected() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let first = kit.connected().await;
        let second = kit.add().await;
        assert_eq!(second.status, ProvisionStatus::QrIssued);
        assert_ne!(second.session.account, first.account);
        for _ in 0..3 {
            let polled = kit.later(second.integration_id).await;
            assert_eq!(
                kit.phase(&polled),
                Phase::Scan(second.qr.clone().unwrap()),
                "the code stays until it is scanned"
            );
            assert_eq!(kit.shown(&kit.poll(first.id).await), SessionState::Connected);
        }
        let second = kit.scanned(&second.session).await;
        assert!(!second.is_primary && kit.poll(first.id).await.is_primary);
    }
}

/// Lesson 13: repeating the organization's id returned the first key, and the second number was a 403.
#[tokio::test]
async fn lesson_13_each_number_has_a_key_of_its_own() {
    let kit = Kit::new(true).await;
    let (first, second) = (kit.add().await.session, kit.add().await.session);
    assert_ne!(first.credentials, second.credentials);
    let keys = kit.world.sim.keys();
    let made_for: BTreeSet<_> = keys.iter().filter_map(|key| key.organization.clone()).collect();
    assert_eq!(made_for.len(), 2, "a sub-organization for each");
    kit.scanned(&second).await;
    kit.scanned(&first).await;
}

/// Lesson 4: with two rows every look-up by "the" row of an organization failed.
#[tokio::test]
async fn lesson_04_with_two_rows_each_still_has_its_code_and_its_status() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let sessions = [kit.add().await.session, kit.add().await.session];
        kit.pass(4);
        for session in &sessions {
            let asked = kit.connect().qr(&kit.admin, session.id).await.unwrap();
            let code = asked.live.qr.unwrap().payload;
            assert_eq!(Some(code.as_str()), kit.account(session).code.as_deref());
        }
        assert_eq!(kit.world.sim.accounts().len(), 2, "asking made no further account");
    }
}

/// *Connect* returns to what is open instead of making a third.
#[tokio::test]
async fn connect_after_add_shares_the_open_attempt() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let added = kit.add().await;
        assert_eq!(kit.provision().await.integration_id, added.integration_id);
        assert_eq!(kit.world.sim.accounts().len(), 1);
    }
}
