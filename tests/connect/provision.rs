//! «Подключить WhatsApp»: one press, whatever was there before.

use std::time::Duration;

use wpp_panel::{
    connect::{ProvisionStatus, ports::Credentials},
    domain::{qr::QrPayload, state::SessionState},
    sim::Call,
};

use crate::kit::{Kit, MODES, number};

#[tokio::test]
async fn the_first_press_makes_a_row_an_account_and_a_code() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        assert_eq!(made.status, ProvisionStatus::QrIssued);
        let [row] = &kit.rows().await[..] else { panic!("one row") };
        assert_eq!((row.id, &row.name[..]), (made.integration_id, "WhatsApp"));
        assert_eq!(made.account_number, row.account);
        assert!(!row.is_primary, "a session is primary once it is connected");

        let account = kit.account(row);
        assert_eq!(made.qr.unwrap().payload, QrPayload::Text(account.code.unwrap()));
        assert_eq!((kit.calls(Call::Create), kit.calls(Call::Start)), (usize::from(mode), 1));
        let prefix = format!("org_{}", &kit.admin.organization.0.simple().to_string()[..8]);
        match &row.credentials {
            Credentials::Global => assert_eq!(number(row), prefix),
            Credentials::Client { sub_organization, api_key } => {
                assert!(api_key.is_some());
                let [_, key] = &kit.world.sim.keys()[..] else { panic!("one client") };
                assert_eq!(key.organization.as_ref(), Some(sub_organization));
                let (organization, suffix) = sub_organization.split_once("__wpp__").unwrap();
                assert_eq!((organization, suffix.len()), (&*kit.admin.organization.to_string(), 8));
            }
        }
    }
}

/// Lesson 16: the one path there is registers it, and once more after the account is there.
#[tokio::test]
async fn lesson_16_events_find_their_way_from_the_first_moment() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let made = kit.provision().await;
        let registered = kit.world.sim.until(|sim| sim.accounts().iter().any(|account| account.webhook.is_some()));
        tokio::time::timeout(Duration::from_secs(10), registered).await.unwrap();
        let (number, key) = (number(&made.session), made.session.webhook_key.expose());
        let expected = format!("http://127.0.0.1:9/functions/v1/wpp-webhook?account={number}&key={key}");
        assert_eq!(kit.account(&made.session).webhook, Some(expected));
        assert_eq!(key.len(), 48, "192 bits that nobody guesses");
    }
}

#[tokio::test]
async fn a_session_that_is_connected_is_returned_as_it_is() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let session = kit.connected().await;
        kit.world.sim.clear_calls();
        let again = kit.provision().await;
        assert_eq!((again.status, again.qr, again.integration_id), (ProvisionStatus::Connected, None, session.id));
        assert_eq!(again.session.live.attempt, None, "there is nothing to attempt");
        assert_eq!((kit.calls(Call::Create), kit.calls(Call::Start), kit.rows().await.len()), (0, 0, 1));
    }
}

#[tokio::test]
async fn a_code_that_is_out_is_shown_again() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let first = kit.provision().await;
        for _ in 0..3 {
            let again = kit.provision().await;
            assert_eq!((again.integration_id, &again.qr), (first.integration_id, &first.qr));
            kit.pass(4);
        }
        assert_eq!(kit.calls(Call::Start), 1, "the account is not started again");
        assert_eq!(kit.client_keys(), usize::from(mode));
    }
}

#[tokio::test]
async fn lesson_01_what_was_connected_is_there_for_a_colleague_tomorrow() {
    let kit = Kit::new(true).await;
    let session = kit.connected().await;
    kit.pass(24 * 60 * 60);
    let colleague = kit.world.person(kit.admin.organization, wpp_panel::domain::actor::Role::Member).await;
    let [row] = &kit.connect().list(&colleague).await.unwrap()[..] else { panic!("one row") };
    assert_eq!((row.id, kit.shown(row), &row.credentials), (session.id, SessionState::Connected, &session.credentials));
    assert!(row.is_primary);
}

#[tokio::test]
async fn what_dropped_is_started_again_under_its_number_and_key() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.connected().await;
        kit.world.sim.offline(&number(&before), true).unwrap();
        kit.later(before.id).await;
        assert_eq!(kit.shown(&kit.later(before.id).await), SessionState::Disconnected);

        let again = kit.provision().await;
        assert_eq!(again.status, ProvisionStatus::Connected, "the phone is linked still, so no code is needed");
        assert_eq!((again.session.id, &again.session.account), (before.id, &before.account));
        assert_eq!(again.session.credentials, before.credentials);
        assert_eq!((kit.client_keys(), kit.rows().await.len()), (usize::from(mode), 1));
    }
}

#[tokio::test]
async fn what_was_logged_out_gets_a_code_under_its_number_and_key() {
    for mode in MODES {
        let kit = Kit::new(mode).await;
        let before = kit.logged_out().await;
        let again = kit.provision().await;
        assert_eq!(again.status, ProvisionStatus::QrIssued);
        assert_eq!((again.session.id, &again.session.account), (before.id, &before.account));
        assert_eq!(again.session.credentials, before.credentials);
        assert_eq!(again.session.webhook_key, before.webhook_key);
        assert_eq!(again.session.live.attempt.as_ref().unwrap().before, Some(SessionState::LoggedOut));
        assert_eq!(kit.client_keys(), usize::from(mode));
        kit.scanned(&again.session).await;
    }
}

/// Lesson 14: whatever the platform calls it and whatever form it has, the code reaches the person.
#[tokio::test]
async fn lesson_14_a_code_of_any_form_reaches_the_person() {
    for form in ["text", "base64", "data_url"] {
        let kit = Kit::new(true).await;
        let odd = serde_json::json!({ "qr_form": form, "qr_field": "data.qrcode", "not_ready": "not_found" });
        kit.world.sim.patch(&odd).unwrap();
        let payload = kit.provision().await.qr.unwrap().payload;
        assert_eq!(matches!(payload, QrPayload::Image(_)), form != "text", "{form}");
    }
}

/// The plan's own response: `status`, `qrcode`, `integration_id`, `account_number`.
#[tokio::test]
async fn the_answer_is_the_plans_contract() {
    let kit = Kit::new(false).await;
    kit.world.sim.patch(&serde_json::json!({ "qr_delay_ms": 40_000 })).unwrap();
    let starting = kit.provision().await;
    assert_eq!((starting.status.as_str(), starting.qr.is_some()), ("starting", false));
    kit.pass(40);
    kit.poll(starting.integration_id).await;
    let issued = kit.provision().await;
    assert_eq!((issued.status.as_str(), issued.qr.is_some()), ("qr_issued", true));
    kit.scanned(&issued.session).await;
    let connected = kit.provision().await;
    assert_eq!((connected.status.as_str(), connected.qr.is_some()), ("connected", false));
    for made in [&starting, &issued, &connected] {
        assert_eq!((made.integration_id, &made.account_number), (starting.integration_id, &starting.account_number));
        assert_eq!((made.session.id, &made.session.account), (made.integration_id, &made.account_number));
    }
}
