//! What server functions answer, and what never is in an answer.

use serde_json::{Value, json};
use wpp_panel::{
    connect::ports::Credentials,
    sim::{Call, Fault, FaultBody},
};

use crate::functions_kit::{Kit, json_of};

#[tokio::test]
async fn provisioning_answers_what_the_plan_asks_for() {
    for mode in [true, false] {
        let kit = Kit::new(mode).await;
        let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
        let [row] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one row") };
        assert_eq!(made["id"], json!(row.id), "integration_id");
        assert_eq!(made["account"], json!(row.account), "account_number");
        assert_eq!(made["trouble"], json!(null));
        let scan = &made["step"]["scan"];
        let svg = scan["picture"]["svg"].as_str().unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("#fff") && !svg.contains("script"), "qrcode");
        assert_eq!(
            (&scan["ordinal"], scan["expires_at"].as_i64()),
            (&json!(1), made["now"].as_i64().map(|now| now + 60_000))
        );
        assert_eq!(kit.scan(&made).await["step"], json!("connected"));
        let again = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
        assert_eq!((&again["step"], &again["id"]), (&json!("connected"), &made["id"]));
    }
}

/// A picture of 20 KB every three seconds would be waste: the page says which code it has.
#[tokio::test]
async fn a_code_that_the_page_has_is_not_sent_again() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    let ask = |has: u32| json!({ "id": made["id"], "has": has });
    assert_eq!(kit.ok("wpp_status", ask(1)).await["step"]["scan"]["picture"], json!(null));
    assert!(kit.ok("wpp_status", ask(0)).await["step"]["scan"]["picture"].is_object());
    kit.pass(61);
    let second = kit.ok("wpp_status", ask(1)).await;
    assert_eq!(second["step"]["scan"]["ordinal"], 2);
    assert!(second["step"]["scan"]["picture"].is_object());
    assert!(kit.ok("wpp_qr", json!({ "id": made["id"] })).await["svg"].is_string());
}

#[tokio::test]
async fn an_image_is_sent_as_it_is() {
    for form in ["base64", "data_url"] {
        let kit = Kit::new(true).await;
        kit.world.sim.patch(&json!({ "qr_form": form })).unwrap();
        let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
        let address = made["step"]["scan"]["picture"]["image"].as_str().unwrap();
        assert!(address.starts_with("data:image/png;base64,iVBORw0KGgo"), "lesson 15: {form}");
    }
}

#[tokio::test]
async fn a_cancel_says_how_it_ended() {
    let kit = Kit::new(true).await;
    let press = kit.press();
    let made = kit.ok("wpp_provision", json!({ "attempt": press })).await;
    assert_eq!(kit.ok("wpp_cancel", json!({ "attempt": kit.press(), "id": null })).await, "not_yours");
    assert_eq!(kit.ok("wpp_cancel", json!({ "attempt": press, "id": made["id"] })).await, "ended");
    assert!(kit.world.sim.accounts().is_empty());
    let overtaken = kit.call(&kit.cookie, "wpp_provision", json!({ "attempt": press })).await;
    assert_eq!((overtaken.status.as_u16(), &json_of(&overtaken)["code"]), (409, &json!("cancelled")));

    let press = kit.press();
    let made = kit.ok("wpp_provision", json!({ "attempt": press })).await;
    kit.scan(&made).await;
    assert_eq!(kit.ok("wpp_cancel", json!({ "attempt": press, "id": made["id"] })).await, "connected");
}

/// Status, code and a ticket that a person can read out; not one word of the platform.
#[tokio::test]
async fn failures_are_told_by_code_and_ticket() {
    for (call, fault, status, code) in [
        (Call::Create, Fault::status(401), 422, "gateway_refused"),
        (Call::Start, Fault::status(422), 422, "gateway_refused"),
        (Call::Create, Fault::status(500), 502, "gateway_unwell"),
        (Call::Start, Fault::status(429), 502, "gateway_unwell"),
        (Call::Create, Fault::body(FaultBody::Html), 502, "gateway_nonsense"),
        (Call::Create, Fault::body(FaultBody::WrongTypes), 502, "gateway_nonsense"),
    ] {
        let kit = Kit::new(true).await;
        kit.world.sim.fail(fault.on(call).times(99)).unwrap();
        let answer = kit.call(&kit.cookie, "wpp_provision", json!({ "attempt": kit.press() })).await;
        assert_eq!((answer.status.as_u16(), &json_of(&answer)["code"]), (status, &json!(code)), "{call:?}");
        let told = json_of(&answer);
        let fields: Vec<&String> = told.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["code", "ticket"]);
        let ticket = told["ticket"].as_str().unwrap();
        let area = match code {
            "gateway_unwell" => "GWE",
            "gateway_nonsense" => "GWN",
            _ => "GW",
        };
        let tail = ticket.strip_prefix(&format!("{area}-{status}-")).unwrap_or_else(|| panic!("{ticket}"));
        assert_eq!(tail.len(), 3, "{ticket}");
        for word in ["Simulated", "Invalid", "nginx", "accounts", "127.0.0.1", "integrations"] {
            assert!(!answer.body.contains(word), "{word}");
        }
    }
}

#[tokio::test]
async fn a_gateway_that_is_gone_is_a_502() {
    let mut kit = Kit::new(true).await;
    kit.world.stop_gateway().await;
    for function in ["wpp_provision", "wpp_create"] {
        let answer = kit.call(&kit.cookie, function, json!({ "attempt": kit.press() })).await;
        assert_eq!((answer.status.as_u16(), &json_of(&answer)["code"]), (502, &json!("gateway_down")));
    }
    assert!(kit.world.connect.list(&kit.admin).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_card_says_what_is_known_and_since_when() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    kit.scan(&made).await;
    kit.pass(4);
    let panel = kit.ok("list_integrations", json!({ "force": true })).await;
    let card = &panel["cards"][0];
    assert_eq!(
        (&card["state"], &card["source"], &card["checked_at"]),
        (&json!("connected"), &json!("probe"), &panel["now"])
    );
    assert_eq!((&card["attempt"], &card["trouble"]), (&json!(null), &json!(null)));
    kit.world.sim.down();
    kit.pass(4);
    let silent = kit.ok("list_integrations", json!({ "force": true })).await;
    assert_eq!(
        (&silent["cards"][0]["state"], &silent["cards"][0]["checked_at"]),
        (&json!("connected"), &card["checked_at"])
    );
    assert!(silent["cards"][0]["trouble"].is_array(), "lesson 8");
}

/// Every function, well and badly, and every secret that there is.
#[tokio::test]
async fn lesson_18_no_answer_holds_a_secret() {
    for mode in [true, false] {
        let kit = Kit::new(mode).await;
        let press = kit.press();
        let made = kit.ok("wpp_provision", json!({ "attempt": press })).await;
        kit.scan(&made).await;
        let row = kit.world.connect.list(&kit.admin).await.unwrap().remove(0);
        let mut secrets =
            vec![row.webhook_key.expose().to_owned(), "sim-global-key-demo".into(), "sim-client-secret".into()];
        if let Credentials::Client { sub_organization, api_key } = &row.credentials {
            secrets.extend([sub_organization.clone(), api_key.as_ref().unwrap().expose().to_owned()]);
        }
        let mut answers: Vec<String> = vec![kit.page(&kit.cookie).await.body];
        // the last that are called are those that end the session
        for (function, arguments, _) in kit.functions(&made["id"], &press) {
            answers.push(kit.call(&kit.cookie, function, arguments).await.body);
        }
        for answer in answers {
            for secret in &secrets {
                assert!(!answer.contains(secret.as_str()), "{answer}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_is_masked_and_everybodys_key_is_bullets_alone() {
    for mode in [true, false] {
        let kit = Kit::new(mode).await;
        kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
        let card: Value = kit.ok("list_integrations", json!({ "force": false })).await["cards"][0].clone();
        let row = kit.world.connect.list(&kit.admin).await.unwrap().remove(0);
        assert_eq!(card["shared_key"], json!(!mode));
        match &row.credentials {
            Credentials::Global => assert_eq!(card["key"], "••••••••"),
            Credentials::Client { api_key, .. } => {
                let key = api_key.as_ref().unwrap().expose();
                assert_eq!(card["key"], format!("{}••••••{}", &key[..6], &key[key.len() - 4..]));
            }
        }
    }
}

#[tokio::test]
async fn no_answer_may_be_kept_by_anything_on_the_way() {
    let kit = Kit::new(true).await;
    let made = kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    for (function, arguments, _) in kit.functions(&made["id"], &kit.press()) {
        let answer = kit.call(&kit.cookie, function, arguments).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{function}");
    }
}
