//! The cookie's flags, and cookies that are not ours.

use axum::http::StatusCode;

use crate::panel::{EMAIL, HTTP, HTTPS, PASSWORD, Panel};

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let panel = Panel::new(HTTPS).await;
    let answer = panel.sign_in(EMAIL, PASSWORD).await;
    let (pair, flags) = answer.header("set-cookie").split_once("; ").unwrap();
    assert!(pair.starts_with("__Host-wpp_panel="));
    assert_eq!(flags, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(panel.get_as(pair, "/").await.status, StatusCode::OK);
    let plain = pair.replace("__Host-", "");
    assert_eq!(panel.get_as(&plain, "/").await.leads_to(), "/login", "a neighbour can set the plain name");
}

#[tokio::test]
async fn over_http_the_cookie_does_without_what_browsers_would_refuse() {
    let panel = Panel::new(HTTP).await;
    let answer = panel.sign_in(EMAIL, PASSWORD).await;
    let (pair, flags) = answer.header("set-cookie").split_once("; ").unwrap();
    assert!(pair.starts_with("wpp_panel="));
    assert_eq!(flags, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
}

#[tokio::test]
async fn the_cookie_is_found_among_others() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let among = format!("theme=dark; xwpp_panel=no; {cookie}; last=1");
    assert_eq!(panel.get_as(&among, "/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn forged_cookies_are_nobody() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let token = cookie.split_once('=').unwrap().1;
    let other = if token.starts_with('A') { "B" } else { "A" };
    let flipped = format!("{other}{}", &token[1..]);
    for forged in [
        "",
        "x",
        "A",
        &token[1..],
        &flipped,
        &format!("{token}="),
        &format!("{token}AAAA"),
        "..%2f",
        &"A".repeat(8_000),
    ] {
        let answer = panel.get_as(&format!("wpp_panel={forged}"), "/").await;
        assert_eq!(answer.leads_to(), "/login", "{forged:?}");
    }
}
