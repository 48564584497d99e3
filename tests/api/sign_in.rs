//! Signing in and out.

use std::time::Duration;

use axum::http::StatusCode;
use wpp_panel::{domain::secret::Secret, people::SIGN_IN_LIFE};

use crate::panel::{EMAIL, HTTP, PASSWORD, Panel};

#[tokio::test]
async fn the_form_is_usable_without_a_script_and_says_what_it_is() {
    let panel = Panel::new(HTTP).await;
    let page = panel.get("/login").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "<html lang=\"ru\"",
        "method=\"post\"",
        "action=\"/login\"",
        "name=\"email\"",
        "autocomplete=\"username\"",
        "name=\"password\"",
        "autocomplete=\"current-password\"",
        "for=\"email\">Электронная почта",
        "for=\"password\">Пароль",
        "<title>Вход · wpp-panel</title>",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("role=\"alert\""));
    assert!(!page.body.contains(".js"), "no islands, no script to load");
}

#[tokio::test]
async fn the_right_password_opens_the_panel() {
    let panel = Panel::new(HTTP).await;
    let answer = panel.sign_in(" Admin@Example.org ", PASSWORD).await;
    assert_eq!(answer.leads_to(), "/");
    let home = panel.get_as(&answer.cookie(), "/").await;
    assert_eq!(home.status, StatusCode::OK);
    for part in ["Академия «Окей»", EMAIL, "aria-current=\"page\"", "К содержимому", "Выйти", "Интеграции WhatsApp"]
    {
        assert!(home.body.contains(part), "{part} in {}", home.body);
    }
    assert_eq!(panel.get_as(&answer.cookie(), "/login?next=/x").await.leads_to(), "/x", "already signed in");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let panel = Panel::new(HTTP).await;
    let mut pages = Vec::new();
    for (email, password) in [(EMAIL, "wrong password"), ("nobody@example.org", PASSWORD), ("<b>no address", PASSWORD)]
    {
        let answer = panel.sign_in(email, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.headers.get("set-cookie").is_none());
        assert!(answer.body.contains("role=\"alert\""), "{}", answer.body);
        assert!(answer.body.contains("Неверный адрес или пароль"));
        assert!(!answer.body.contains(password), "a password never comes back");
        let kept = email.replace('<', "&lt;").replace('>', "&gt;");
        assert!(
            answer.body.contains(&format!("value=\"{kept}\"")) || answer.body.contains(&format!("value=\"{email}\""))
        );
        assert!(!answer.body.contains(">no address"), "what was typed never becomes markup: {}", answer.body);
        pages.push(answer.body.replace(email, "").replace(&kept, "").replace(answer.nonce(), ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn every_sign_in_has_its_own_token_and_ends_the_one_before_in_this_browser() {
    let panel = Panel::new(HTTP).await;
    let first = panel.signed_in(EMAIL).await;
    let elsewhere = panel.signed_in(EMAIL).await;
    assert_ne!(first, elsewhere);
    let again = panel.post_as(&first, "/login", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!(panel.get_as(&again.cookie(), "/").await.status, StatusCode::OK);
    assert_eq!(panel.get_as(&first, "/").await.leads_to(), "/login");
    assert_eq!(panel.get_as(&elsewhere, "/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_the_hash_of_a_token_is_kept() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let token = cookie.split_once('=').unwrap().1;
    assert_eq!(token.len(), 43);
    let kept = panel.store.tables().sign_ins[0].token_hash;
    let hex: String = kept.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!token.contains(&hex));
    // the hash itself opens nothing
    let forged = base64_url(&kept);
    assert!(panel.app.people.signed_in(&Secret::new(forged)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_sign_in_ends_after_thirty_days_even_if_it_is_used() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    panel.clock.advance(SIGN_IN_LIFE - Duration::from_secs(1));
    assert_eq!(panel.get_as(&cookie, "/").await.status, StatusCode::OK);
    panel.clock.advance(Duration::from_secs(1));
    assert_eq!(panel.get_as(&cookie, "/").await.leads_to(), "/login");
}

#[tokio::test]
async fn signing_out_ends_it_on_the_server_too() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let answer = panel.post_as(&cookie, "/logout", &[]).await;
    assert_eq!(answer.leads_to(), "/login");
    assert!(answer.header("set-cookie").starts_with("wpp_panel=; Path=/; Max-Age=0;"));
    assert_eq!(panel.get_as(&cookie, "/").await.leads_to(), "/login");
    assert!(panel.store.tables().sign_ins.is_empty());
    assert_eq!(panel.post("/logout", &[]).await.leads_to(), "/login", "twice is no error");
}

#[tokio::test]
async fn the_way_back_is_kept_and_never_leads_out() {
    let panel = Panel::new(HTTP).await;
    assert_eq!(panel.get("/").await.leads_to(), "/login");
    assert_eq!(panel.get("/?a=b&c=%D1%8F").await.leads_to(), "/login?next=/%3Fa%3Db%26c%3D%25D1%258F");
    let page = panel.get("/login?next=/providers%3Ftab%3Dwpp").await;
    assert!(page.body.contains("name=\"next\" value=\"/providers?tab=wpp\""), "{}", page.body);

    let fields = |next| [("email", EMAIL), ("password", PASSWORD), ("next", next)];
    assert_eq!(panel.post("/login", &fields("/providers?tab=wpp")).await.leads_to(), "/providers?tab=wpp");
    for evil in
        ["//evil.example", "/\\evil.example", "https://evil.example/", "/\t/evil.example", "javascript:alert(1)"]
    {
        assert_eq!(panel.post("/login", &fields(evil)).await.leads_to(), "/", "{evil:?}");
    }
    let page = panel.get("/login?next=//evil.example").await;
    assert!(!page.body.contains("evil"));
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_not_a_wrong_password() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    panel.store.tables().broken = true;
    for answer in [panel.sign_in(EMAIL, PASSWORD).await, panel.get_as(&cookie, "/").await, panel.get("/login").await] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body.contains("Сервис временно недоступен"));
        assert!(!answer.body.contains("secret-path"), "what happened inside stays inside");
    }
    for _ in 0..10 {
        panel.sign_in(EMAIL, PASSWORD).await;
    }
    panel.store.tables().broken = false;
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.leads_to(), "/", "and it is nobody's failed guess");
    assert_eq!(panel.get_as(&cookie, "/").await.status, StatusCode::OK);
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
