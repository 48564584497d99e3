//! «Мой аккаунт» and the link that sets a new password.

use std::time::Duration;

use axum::http::StatusCode;
use wpp_panel::{domain::actor::Role, people::email::Email};

use crate::panel::{EMAIL, HTTP, PASSWORD, Panel};

const NEW: &str = "a much better password";

async fn changes(panel: &Panel, cookie: &str, present: &str, wanted: &str) -> crate::answer::Answer {
    panel.post_as(cookie, "/account/password", &[("present", present), ("wanted", wanted)]).await
}

#[tokio::test]
async fn a_password_is_changed_and_other_sign_ins_end() {
    let panel = Panel::new(HTTP).await;
    let (here, there) = (panel.signed_in(EMAIL).await, panel.signed_in(EMAIL).await);
    let page = panel.get_as(&here, "/account").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["Мой аккаунт", EMAIL, "Где выполнен вход", "это устройство", "Выйти на остальных устройствах"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    let wrong = changes(&panel, &here, "not it", NEW).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Текущий пароль не подходит") && !wrong.body.contains("not it"));
    let short = changes(&panel, &here, PASSWORD, "short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("не короче 10 символов"));

    assert_eq!(changes(&panel, &here, PASSWORD, NEW).await.leads_to(), "/account?done=password");
    assert!(panel.get_as(&here, "/account?done=password").await.body.contains("Пароль изменён"));
    assert_eq!(panel.get_as(&there, "/account").await.leads_to(), "/login?next=/account");
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(panel.sign_in(EMAIL, NEW).await.leads_to(), "/");
}

#[tokio::test]
async fn guessing_the_present_password_is_slowed_down() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    for _ in 0..5 {
        assert_eq!(changes(&panel, &cookie, "a guess", NEW).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = changes(&panel, &cookie, PASSWORD, NEW).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty() && refused.body.contains("Слишком много попыток"));
    panel.clock.advance(Duration::from_secs(3_600));
    assert_eq!(changes(&panel, &cookie, PASSWORD, NEW).await.leads_to(), "/account?done=password");
}

#[tokio::test]
async fn one_sign_in_or_all_others_can_be_ended_and_only_ones_own() {
    let panel = Panel::new(HTTP).await;
    panel.add("colleague@example.org", Role::Member).await;
    let (here, there) = (panel.signed_in(EMAIL).await, panel.signed_in(EMAIL).await);
    let colleague = panel.signed_in("colleague@example.org").await;
    let page = panel.get_as(&here, "/account").await;
    let action = page.body.split("action=\"/account/sign-ins/").find_map(|part| part.split_once("/end\"")).unwrap().0;
    let end = format!("/account/sign-ins/{action}/end");
    assert_eq!(panel.post_as(&colleague, &end, &[]).await.leads_to(), "/account", "it is not theirs");
    assert_eq!(panel.get_as(&there, "/").await.status, StatusCode::OK);
    assert_eq!(panel.post_as(&here, &end, &[]).await.leads_to(), "/account?done=one");
    assert_eq!(panel.get_as(&there, "/").await.leads_to(), "/login");

    let again = panel.signed_in(EMAIL).await;
    assert_eq!(panel.post_as(&here, "/account/sign-ins/end", &[]).await.leads_to(), "/account?done=others");
    assert_eq!(panel.get_as(&again, "/").await.leads_to(), "/login");
    for cookie in [&here, &colleague] {
        assert_eq!(panel.get_as(cookie, "/").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_within_an_hour() {
    let panel = Panel::new(HTTP).await;
    let email = Email::parse(EMAIL).unwrap();
    let old = panel.signed_in(EMAIL).await;
    let make = async || panel.app.people.make_reset(&email).await.unwrap().unwrap().expose().to_owned();
    let token = make().await;
    let link = format!("/reset?token={token}");
    for _ in 0..2 {
        let page = panel.get(&link).await;
        assert!(page.status == StatusCode::OK && page.body.contains("Новый пароль"), "looking uses nothing up");
    }
    let short = panel.post("/reset", &[("token", &token), ("wanted", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = panel.post("/reset", &[("token", &token), ("wanted", NEW)]).await;
    assert_eq!(set.leads_to(), "/");
    assert_eq!(panel.get_as(&set.cookie(), "/").await.status, StatusCode::OK, "it signs in");
    assert_eq!(panel.get_as(&old, "/").await.leads_to(), "/login", "and ends what was there");
    assert_eq!(panel.sign_in(EMAIL, NEW).await.leads_to(), "/");

    let again = panel.post("/reset", &[("token", &token), ("wanted", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("Эта ссылка не подходит"));
    let late = make().await;
    panel.clock.advance(Duration::from_secs(3_600));
    assert_eq!(panel.get(&format!("/reset?token={late}")).await.status, StatusCode::GONE);
    assert_eq!(panel.get("/reset").await.status, StatusCode::GONE);
    let nobody = Email::parse("nobody@example.org").unwrap();
    assert!(panel.app.people.make_reset(&nobody).await.unwrap().is_none());
}

/// A hash with yesterday's parameters is replaced when its owner signs in, and only then.
#[tokio::test]
async fn an_old_hash_is_renewed_at_the_next_sign_in() {
    // argon2id of "correct horse battery" with 64 KiB, one pass
    const OLD: &str = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzYWx0$";
    let panel = Panel::new(HTTP).await;
    let old = {
        use argon2::{
            Algorithm, Argon2, Params, Version,
            password_hash::{PasswordHasher as _, SaltString},
        };
        let salt = SaltString::encode_b64(b"somesaltsalt").unwrap();
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        hasher.hash_password(PASSWORD.as_bytes(), &salt).unwrap().to_string()
    };
    assert!(old.starts_with(OLD), "{old}");
    let stored = || panel.store.tables().users[0].password_hash.clone();
    panel.store.tables().users[0].password_hash = old.clone();
    panel.sign_in(EMAIL, "wrong password").await;
    assert_eq!(stored(), old);
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.leads_to(), "/");
    let renewed = stored();
    assert!(renewed.contains("m=19456,t=2,p=1"), "{renewed}");
    assert_eq!(panel.sign_in(EMAIL, PASSWORD).await.leads_to(), "/");
    assert_eq!(stored(), renewed, "once is enough");
}
