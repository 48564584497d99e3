//! What a token's person may do: looked up here, and remembered for a moment.

use std::time::Duration;

use axum::{
    Router,
    http::{Method, StatusCode, header},
    routing::get,
};
use serde_json::json;
use uuid::Uuid;
use wpp_panel::{
    connect::ports::NewUser,
    domain::{actor::Role, ids::OrganizationId},
    http::bearer::{Bearer, RIGHTS_LIFE, Trust},
};

use crate::{
    bearer_kit::{Crm, SECRET, hs256},
    panel::{EMAIL, request},
};

/// A CRM whose route says what the person may do.
async fn with_roles() -> Crm {
    let trust = Trust { jwt_secret: Some(wpp_panel::domain::secret::Secret::new(SECRET)), ..Trust::default() };
    let crm = Crm::whole(trust).await;
    let role = async |Bearer(actor): Bearer| format!("{} {}", actor.role.as_str(), actor.organization);
    Crm { panel: crm.panel.routes(Router::new().route("/functions/v1/who", get(role))), ..crm }
}

impl Crm {
    fn change(&self, change: impl Fn(&mut NewUser)) {
        change(&mut self.panel.store.tables().users[0]);
    }
}

#[tokio::test]
async fn rights_are_remembered_for_five_seconds_and_no_longer() {
    let crm = with_roles().await;
    let token = hs256(&crm.claims());
    assert!(crm.call(&token).await.body.starts_with("admin "));
    crm.change(|user| user.role = Role::Member);
    crm.panel.clock.advance(RIGHTS_LIFE - Duration::from_millis(1));
    assert!(crm.call(&token).await.body.starts_with("admin "), "another token of theirs is no other person");
    assert!(crm.call(&hs256(&crm.claims_with(json!({ "jti": 1 })))).await.body.starts_with("admin "));
    crm.panel.clock.advance(Duration::from_millis(1));
    assert!(crm.call(&token).await.body.starts_with("member "));
}

#[tokio::test]
async fn our_own_revocations_count_at_once() {
    let crm = with_roles().await;
    let token = hs256(&crm.claims());
    assert!(crm.call(&token).await.body.starts_with("admin "));
    crm.change(|user| user.role = Role::Member);
    crm.panel.app.callers.forget(crm.user);
    assert!(crm.call(&token).await.body.starts_with("member "));
}

#[tokio::test]
async fn who_moved_to_another_organization_sees_that_one() {
    let crm = with_roles().await;
    let token = hs256(&crm.claims());
    let before = crm.call(&token).await.body;
    let other = OrganizationId(Uuid::from_u128(7));
    crm.panel.store.tables().organizations.push((other, "Другая".to_owned()));
    crm.change(|user| user.organization = other);
    crm.panel.clock.advance(RIGHTS_LIFE);
    let after = crm.call(&token).await.body;
    assert_ne!(before, after);
    assert_eq!(after, format!("admin {other}"));
}

#[tokio::test]
async fn a_user_without_profile_or_organization_is_told_so() {
    let crm = Crm::new().await;
    let stranger = hs256(&crm.claims_with(json!({ "sub": Uuid::from_u128(7) })));
    let answer = crm.call(&stranger).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.body, r#"{"error":"no organization","success":false}"#);

    let token = hs256(&crm.claims());
    crm.panel.store.tables().organizations.clear();
    assert_eq!(crm.call(&token).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_not_nobody() {
    let crm = Crm::new().await;
    let token = hs256(&crm.claims());
    crm.panel.store.tables().broken = true;
    for _ in 0..2 {
        let answer = crm.call(&token).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.body, r#"{"error":"service unavailable","success":false}"#);
    }
    crm.panel.store.tables().broken = false;
    assert!(crm.is_let_in(&token).await, "a failure is not remembered");
    crm.panel.store.tables().broken = true;
    assert!(crm.is_let_in(&token).await, "and what is remembered needs no store");
}

#[tokio::test]
async fn a_remembered_token_ends_when_it_ends() {
    let crm = Crm::new().await;
    let token = hs256(&crm.claims_with(json!({ "exp": crate::bearer_kit::NOW + 10 })));
    assert!(crm.is_let_in(&token).await);
    crm.panel.clock.advance(Duration::from_secs(39));
    assert!(crm.is_let_in(&token).await, "the leeway is thirty seconds");
    crm.panel.clock.advance(Duration::from_secs(1));
    assert!(!crm.is_let_in(&token).await);
}

#[tokio::test]
async fn the_address_of_the_token_is_used_where_none_is_known_here() {
    let crm = Crm::new().await;
    crm.change(|user| user.email = String::new());
    let answer = crm.call(&hs256(&crm.claims_with(json!({ "email": "Anna@Example.org" })))).await;
    assert_eq!(answer.body, "anna@example.org");
    for odd in [json!(""), json!("no address"), json!(7), json!(["a@b.org"])] {
        let answer = crm.call(&hs256(&crm.claims_with(json!({ "email": odd })))).await;
        assert_eq!((answer.status, &*answer.body), (StatusCode::OK, ""), "{odd}");
    }
    crm.change(|user| user.email = EMAIL.to_owned());
    crm.panel.clock.advance(RIGHTS_LIFE);
    let other = hs256(&crm.claims_with(json!({ "email": "other@example.org" })));
    assert_eq!(crm.call(&other).await.body, EMAIL, "what is known here is not overruled");
}

#[tokio::test]
async fn a_bearer_opens_no_page() {
    let trust = Trust { jwt_secret: Some(wpp_panel::domain::secret::Secret::new(SECRET)), ..Trust::default() };
    let crm = Crm::whole(trust).await;
    let line = format!("Bearer {}", hs256(&crm.claims()));
    let ask = |method, path| request(method, path, "").header(header::AUTHORIZATION, &line);
    let home = crm.panel.send(ask(Method::GET, "/").body("".into()).unwrap()).await;
    assert_eq!(home.leads_to(), "/login");
    let call = ask(Method::POST, "/api/list_integrations").header("sec-fetch-site", "same-origin");
    let call = call.header(header::CONTENT_TYPE, "application/json").body(r#"{"force":false}"#.into()).unwrap();
    assert_eq!(crm.panel.send(call).await.status, StatusCode::UNAUTHORIZED);
}
