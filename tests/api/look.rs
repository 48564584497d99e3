//! Language and theme.

use axum::{body::Body, http::Method};
use wpp_panel::domain::actor::Role;

use crate::panel::{EMAIL, HTTP, HTTPS, PASSWORD, Panel, request};

async fn get(panel: &Panel, cookie: &str, path: &str, accepted: &str) -> String {
    let request = request(Method::GET, path, cookie).header("accept-language", accepted);
    panel.send(request.body(Body::empty()).unwrap()).await.body
}

fn is_cyrillic(sign: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&sign)
}

#[tokio::test]
async fn a_page_is_in_the_language_that_the_browser_asks_for() {
    let panel = Panel::new(HTTP).await;
    let page = get(&panel, "", "/login", "de, en;q=0.8, ru;q=0.5").await;
    assert!(page.contains("<html lang=\"en\"") && page.contains("Sign in"), "{page}");
    assert!(!page.contains(is_cyrillic));
    for accepted in ["ru-RU", "de", ""] {
        assert!(get(&panel, "", "/login", accepted).await.contains("<html lang=\"ru\""), "{accepted}");
    }
}

/// Each page that has an island brings its words along, in one language.
#[tokio::test]
async fn the_main_page_is_in_one_language_alone() {
    let panel = Panel::new(HTTP).await;
    panel.store.tables().organizations[0].1 = "Okay Academy".to_owned();
    let cookie = panel.signed_in(EMAIL).await;
    for path in ["/", "/providers"] {
        let page = get(&panel, &cookie, path, "en").await;
        assert!(page.contains("id=\"words\"") && page.contains(">[\"WhatsApp integrations\","), "{path}");
        let foreign: String = page.chars().filter(|sign| is_cyrillic(*sign)).collect();
        assert_eq!(foreign, "", "{path}");
    }
}

#[tokio::test]
async fn a_choice_is_kept_and_comes_along_to_another_browser() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let chosen = panel.post_as(&cookie, "/account/look", &[("language", "en"), ("theme", "dark")]).await;
    assert_eq!(chosen.leads_to(), "/account?done=look");
    let given: Vec<_> = chosen.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(given[0].starts_with("wpp_language=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"), "{given:?}");
    assert!(given[1].starts_with("wpp_theme=dark;"));
    let page = get(&panel, &format!("{cookie}; wpp_language=en; wpp_theme=dark"), "/account?done=look", "ru").await;
    assert!(page.contains("<html lang=\"en\" data-theme=\"dark\"") && page.contains("content=\"dark\""), "{page}");
    assert!(page.contains("Saved.") && page.contains("<option value=\"dark\" selected"), "{page}");

    let elsewhere = panel.sign_in(EMAIL, PASSWORD).await;
    let given: Vec<_> = elsewhere.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(given.iter().any(|line| line.starts_with("wpp_language=en;")), "{given:?}");
    // what is unknown, or left to the browser, is taken back
    let taken = panel.post_as(&cookie, "/account/look", &[("language", "xx"), ("theme", "")]).await;
    let given: Vec<_> = taken.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(given.iter().all(|line| line.contains("Max-Age=0")), "{given:?}");
}

#[tokio::test]
async fn over_https_the_choice_is_for_https_alone() {
    let panel = Panel::empty(HTTPS).await;
    panel.add(EMAIL, Role::Member).await;
    let cookie = panel.signed_in(EMAIL).await;
    let chosen = panel.post_as(&cookie, "/account/look", &[("theme", "light")]).await;
    assert!(chosen.headers.get_all("set-cookie").iter().all(|line| line.to_str().unwrap().ends_with("; Secure")));
}
