//! The first run, with the link from the terminal.

use std::time::Duration;

use axum::http::StatusCode;
use wpp_panel::{domain::actor::Role, people::SETUP_TOKEN_LIFE};

use crate::{
    answer::Answer,
    panel::{EMAIL, HTTP, PASSWORD, Panel},
};

async fn token(panel: &Panel) -> String {
    panel.app.people.setup_token().await.unwrap().unwrap().expose().to_owned()
}

async fn submit(panel: &Panel, token: &str, organization: &str, email: &str, password: &str) -> Answer {
    let fields = [("token", token), ("organization", organization), ("email", email), ("password", password)];
    panel.post("/setup", &fields).await
}

#[tokio::test]
async fn the_link_makes_the_organization_and_its_administrator_and_signs_in() {
    let panel = Panel::empty(HTTP).await;
    let token = token(&panel).await;
    let page = panel.get(&format!("/setup?token={token}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["name=\"organization\"", "name=\"email\"", "autocomplete=\"new-password\"", "Первый запуск", &token]
    {
        assert!(page.body.contains(part), "{part}");
    }
    let answer = submit(&panel, &token, "  Школа №1 ", "Boss@Example.org", PASSWORD).await;
    assert_eq!(answer.leads_to(), "/");
    let home = panel.get_as(&answer.cookie(), "/").await;
    assert!(home.body.contains("Школа №1") && home.body.contains("boss@example.org"));
    assert_eq!(panel.store.tables().users[0].role, Role::Owner);
    assert!(panel.store.tables().users[0].password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_eq!(panel.sign_in("boss@example.org", PASSWORD).await.leads_to(), "/");
}

#[tokio::test]
async fn the_link_works_once() {
    let panel = Panel::empty(HTTP).await;
    let token = token(&panel).await;
    submit(&panel, &token, "Школа", EMAIL, PASSWORD).await;
    let again = submit(&panel, &token, "Чужая", "evil@example.org", PASSWORD).await;
    assert_eq!(again.leads_to(), "/login");
    assert!(again.headers.get("set-cookie").is_none());
    assert_eq!(panel.get(&format!("/setup?token={token}")).await.leads_to(), "/login");
    assert_eq!(panel.store.tables().users.len(), 1);
    assert!(panel.app.people.setup_token().await.unwrap().is_none(), "no new link once somebody exists");
}

#[tokio::test]
async fn two_forms_sent_together_make_one_administrator() {
    let panel = Panel::empty(HTTP).await;
    let token = token(&panel).await;
    let (one, two) = tokio::join!(
        submit(&panel, &token, "Первая", "one@example.org", PASSWORD),
        submit(&panel, &token, "Вторая", "two@example.org", PASSWORD),
    );
    let mut ways = [one.leads_to(), two.leads_to()];
    ways.sort_unstable();
    assert_eq!(ways, ["/", "/login"]);
    assert_eq!(panel.store.tables().users.len(), 1);
    assert_eq!(panel.store.tables().sign_ins.len(), 1);
}

#[tokio::test]
async fn a_wrong_or_missing_token_is_told_where_the_link_is() {
    let panel = Panel::empty(HTTP).await;
    let token = token(&panel).await;
    let wrong = format!("{}{}", if token.starts_with('A') { "B" } else { "A" }, &token[1..]);
    for path in ["/setup", "/setup?token=", "/setup?token=x", &format!("/setup?token={wrong}")] {
        let page = panel.get(path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert!(page.body.contains("сервер напечатал в терминале"), "{}", page.body);
        assert!(!page.body.contains("name=\"password\""));
    }
    let answer = submit(&panel, &wrong, "Чужая", "evil@example.org", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(panel.store.tables().users.is_empty());
}

#[tokio::test]
async fn no_link_was_made_and_none_can_be_guessed() {
    let panel = Panel::empty(HTTP).await;
    let zeroes = "A".repeat(43);
    assert_eq!(submit(&panel, &zeroes, "Чужая", "evil@example.org", PASSWORD).await.status, StatusCode::FORBIDDEN);
    assert_eq!(submit(&panel, "", "Чужая", "evil@example.org", PASSWORD).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_link_is_over_after_half_an_hour_and_a_new_one_ends_the_old() {
    let panel = Panel::empty(HTTP).await;
    let old = token(&panel).await;
    panel.clock.advance(SETUP_TOKEN_LIFE - Duration::from_millis(1));
    assert_eq!(panel.get(&format!("/setup?token={old}")).await.status, StatusCode::OK);
    panel.clock.advance(Duration::from_millis(1));
    assert_eq!(panel.get(&format!("/setup?token={old}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(submit(&panel, &old, "Школа", EMAIL, PASSWORD).await.status, StatusCode::FORBIDDEN);

    let first = token(&panel).await;
    let second = token(&panel).await;
    assert_eq!(panel.get(&format!("/setup?token={first}")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(submit(&panel, &second, "Школа", EMAIL, PASSWORD).await.leads_to(), "/");
}

#[tokio::test]
async fn a_refused_field_keeps_the_others_and_the_link() {
    let panel = Panel::empty(HTTP).await;
    let token = token(&panel).await;
    let long = "я".repeat(101);
    for (organization, email, password, message) in [
        ("  ", EMAIL, PASSWORD, "до 100 символов"),
        (&*long, EMAIL, PASSWORD, "до 100 символов"),
        ("Школа", "boss", PASSWORD, "name@example.org"),
        ("Школа", EMAIL, "короткий9", "не короче 10 символов"),
    ] {
        let answer = submit(&panel, &token, organization, email, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(message), "{message} in {}", answer.body);
        assert_eq!(answer.body.matches("role=\"alert\"").count(), 1);
        assert!(answer.body.contains(&format!("value=\"{email}\"")));
        assert!(!answer.body.contains(password));
    }
    assert_eq!(submit(&panel, &token, "Школа", EMAIL, "достаточно").await.leads_to(), "/");
}

#[tokio::test]
async fn the_sign_in_page_says_what_to_do_before_anybody_exists() {
    let panel = Panel::empty(HTTP).await;
    assert_eq!(panel.get("/").await.leads_to(), "/login");
    let page = panel.get("/login").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Первый запуск: откройте ссылку, которую сервер напечатал в терминале"));
    assert!(!page.body.contains("name=\"password\""));
}
