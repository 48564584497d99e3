//! «Переподключить» and «Новый код»: the same row, number and key.

use wpp_panel::{
    connect::{ConnectError, Over, Phase, ProvisionStatus},
    domain::state::SessionState,
    sim::Call,
};

use crate::kit::{Kit, MODES, number};

/// Six codes: 60 s, and five times 20 s.
const ALL_CODES: u64 = 161;

#[tokio::test]
async fn what_was_logged_out_comes_back_as_itself() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        let again = kit.connect().reconnect(&kit.admin, before.id, kit.world.press()).await.unwrap();
        assert_eq!((again.status, again.session.id), (ProvisionStatus::QrIssued, before.id));
        assert_eq!((&again.session.account, &again.session.credentials), (&before.account, &before.credentials));
        let back = kit.scanned(&again.session).await;
        assert_eq!(back.live.first_connected_at, before.live.first_connected_at, "its history goes on");
        assert_eq!((back.live.attempt, kit.client_keys()), (None, usize::from(mode)));
    }
}

/// A start on an account whose codes ran out brings no new ones: it is deleted and started again, in the same row.
#[tokio::test]
async fn codes_that_ran_out_are_made_anew_in_the_same_row() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.provision().await;
        kit.pass(ALL_CODES);
        let spent = kit.poll(before.integration_id).await;
        assert_eq!(kit.phase(&spent), Phase::Over(Over::TimeIsUp));
        kit.world.sim.clear_calls();

        let again = kit.connect().reconnect(&kit.admin, spent.id, kit.world.press()).await.unwrap();
        assert_eq!(again.status, ProvisionStatus::QrIssued);
        assert_eq!((again.session.id, &again.session.account), (spent.id, &spent.account));
        assert_eq!(again.session.credentials, spent.credentials);
        assert_eq!((kit.calls(Call::Stop), kit.calls(Call::Start), kit.calls(Call::Create)), (1, 2, 0));
        let code = again.qr.unwrap();
        assert_eq!((code.ordinal, Some(code.payload.as_str())), (1, kit.account(&spent).code.as_deref()));
        assert_ne!(Some(&code.payload), before.qr.as_ref().map(|old| &old.payload));
        kit.scanned(&again.session).await;
    }
}

#[tokio::test]
async fn a_platform_that_renews_codes_is_not_told_to_forget() {
    let kit = Kit::new(true).await;
    kit.world.sim.patch(&serde_json::json!({ "renew_codes": true })).unwrap();
    let before = kit.provision().await;
    kit.pass(ALL_CODES);
    kit.poll(before.integration_id).await;
    let again = kit.connect().reconnect(&kit.admin, before.integration_id, kit.world.press()).await.unwrap();
    assert_eq!((again.status, kit.calls(Call::Stop)), (ProvisionStatus::QrIssued, 0));
}

/// Nobody polled meanwhile: the row still holds a code that is long dead.
#[tokio::test]
async fn a_dead_code_is_never_shown_again() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.provision().await;
        kit.pass(ALL_CODES);
        let again = kit.provision().await;
        assert_eq!((again.status, again.integration_id), (ProvisionStatus::QrIssued, before.integration_id));
        assert_eq!(again.qr.as_ref().map(|code| code.payload.as_str()), kit.account(&before.session).code.as_deref());
        assert!(again.qr.unwrap().expires_at > kit.now());
    }
}

#[tokio::test]
async fn what_is_connected_is_left_alone() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.world.sim.clear_calls();
        let again = kit.connect().reconnect(&kit.admin, session.id, kit.world.press()).await.unwrap();
        assert_eq!(again.status, ProvisionStatus::Connected);
        assert_eq!((kit.calls(Call::Start), kit.calls(Call::Stop)), (0, 0));
    }
}

#[tokio::test]
async fn what_the_platform_forgot_is_started_under_its_number() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.connected().await;
        kit.world.sim.forget(&number(&before)).unwrap();
        kit.later(before.id).await;
        let lost = kit.later(before.id).await;
        assert_ne!(kit.shown(&lost), SessionState::Connected, "an account that is not there is not connected");
        let again = kit.connect().reconnect(&kit.admin, before.id, kit.world.press()).await.unwrap();
        assert_eq!((again.status, &again.session.account), (ProvisionStatus::QrIssued, &before.account));
    }
}

#[tokio::test]
async fn a_foreign_session_is_not_found() {
    let kit = Kit::new(true).await;
    let session = kit.logged_out().await;
    let stranger = kit.world.admin().await;
    kit.world.sim.clear_calls();
    let asked = kit.connect().reconnect(&stranger, session.id, kit.world.press()).await;
    assert!(matches!(asked, Err(ConnectError::NotFound)));
    assert!(kit.world.is_unasked());
}

#[tokio::test]
async fn the_code_of_the_moment_follows_the_platforms() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        kit.pass(61);
        let asked = kit.connect().qr(&kit.admin, made.integration_id).await.unwrap();
        let code = asked.live.qr.clone().unwrap();
        assert_eq!((code.ordinal, Some(code.payload.as_str())), (2, kit.account(&asked).code.as_deref()));
        kit.world.sim.clear_calls();
        kit.connect().qr(&kit.admin, made.integration_id).await.unwrap();
        assert_eq!(kit.calls(Call::Qr), 0, "asked for at most once in three seconds");
        kit.scanned(&asked).await;
        kit.pass(4);
        let linked = kit.connect().qr(&kit.admin, made.integration_id).await.unwrap();
        assert_eq!((linked.live.qr.clone(), kit.phase(&linked)), (None, Phase::Connected));
    }
}
