//! Guessing passwords gets slow.

use std::time::Duration;

use axum::http::StatusCode;

use crate::panel::{EMAIL, HTTP, PASSWORD, Panel};

#[tokio::test]
async fn after_five_failures_even_the_right_password_has_to_wait() {
    let panel = Panel::new(HTTP).await;
    for _ in 0..5 {
        assert_eq!(panel.sign_in(EMAIL, "guess").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = panel.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "5");
    assert!(answer.body.contains("Слишком много попыток. Попробуйте через 5 с"), "{}", answer.body);
    assert!(answer.headers.get("set-cookie").is_none());

    panel.clock.advance(Duration::from_millis(4_500));
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.header("retry-after"), "1");
    panel.clock.advance(Duration::from_millis(500));
    assert_eq!(panel.sign_in(EMAIL, "guess").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.header("retry-after"), "10", "it grows");
    panel.clock.advance(Duration::from_secs(10));
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.leads_to(), "/");
    assert_eq!(panel.sign_in(EMAIL, "guess").await.status, StatusCode::UNPROCESSABLE_ENTITY, "and is forgotten");
}

#[tokio::test]
async fn unknown_accounts_are_limited_like_known_ones() {
    let panel = Panel::new(HTTP).await;
    for _ in 0..5 {
        panel.sign_in("nobody@example.org", "guess").await;
    }
    assert_eq!(panel.sign_in("nobody@example.org", "guess").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.leads_to(), "/", "others are not touched");
}

#[tokio::test]
async fn guesses_sent_together_do_not_slip_through() {
    let panel = Panel::new(HTTP).await;
    let answers = futures_util::future::join_all((0..12).map(|_| panel.sign_in(EMAIL, "guess"))).await;
    let refused = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!(refused, 7);
}

#[tokio::test]
async fn one_address_cannot_try_all_accounts_but_others_can_sign_in() {
    let panel = Panel::new(HTTP).await;
    for ordinal in 0..20 {
        let email = format!("{ordinal}@example.org");
        let answer = panel.sign_in_from("192.0.2.1", None, &email, "guess").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = panel.sign_in_from("192.0.2.1", Some("198.51.100.7"), EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "a stranger cannot name another address");
    assert_eq!(panel.sign_in_from("192.0.2.2", None, EMAIL, PASSWORD).await.leads_to(), "/");
}

#[tokio::test]
async fn a_proxy_on_this_machine_names_the_client_by_its_last_entry() {
    let panel = Panel::new(HTTP).await;
    for ordinal in 0..20 {
        let (email, forwarded) = (format!("{ordinal}@example.org"), format!("10.9.8.{ordinal}, 192.0.2.1"));
        panel.sign_in_from("127.0.0.1", Some(&forwarded), &email, "guess").await;
    }
    let answer = panel.sign_in_from("127.0.0.1", Some("10.0.0.1, 192.0.2.1"), EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(panel.sign_in_from("127.0.0.1", Some("192.0.2.2"), EMAIL, PASSWORD).await.leads_to(), "/");
}
