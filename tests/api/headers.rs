//! Headers that protect.

use axum::http::StatusCode;
use wpp_panel::http::Settings;

use crate::panel::{EMAIL, HTTP, HTTPS, Panel, site_folder};

#[tokio::test]
async fn every_answer_carries_them() {
    let panel = Panel::new(HTTP).await;
    let answers = [
        panel.get("/login").await,
        panel.get("/healthz").await,
        panel.get("/nothing").await,
        panel.get("/api/nothing").await,
        panel.get("/").await,
        panel.post("/login", &[]).await,
    ];
    for answer in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1);
        assert!(answer.headers.get("strict-transport-security").is_none(), "not over http");
        assert_eq!(answer.header("x-request-id").len(), 16);
    }
}

#[tokio::test]
async fn https_is_remembered_by_the_browser() {
    let panel = Panel::new(HTTPS).await;
    assert_eq!(panel.get("/login").await.header("strict-transport-security"), "max-age=63072000");
}

#[tokio::test]
async fn only_scripts_with_the_nonce_of_this_answer_run() {
    let panel = Panel::new(HTTP).await;
    let cookie = panel.signed_in(EMAIL).await;
    let (mut seen, mut with_scripts) = (Vec::new(), Vec::new());
    for page in [panel.get_as(&cookie, "/").await, panel.get_as(&cookie, "/").await, panel.get("/login").await] {
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "'strict-dynamic' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline"));
        let nonce = page.nonce().to_owned();
        assert!(nonce.len() >= 22, "128 bits");
        let scripts = page.tags("script");
        for script in &scripts {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{script}");
        }
        with_scripts.push(!scripts.is_empty());
        assert!(!page.body.contains(" style="), "the policy lets no style attribute through");
        assert!(page.tags("style").is_empty());
        seen.push(nonce);
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 3, "a nonce is for one answer");
    assert_eq!(with_scripts, [true, true, false], "the sign-in has no islands");
}

#[tokio::test]
async fn a_page_with_islands_starts_them_by_the_names_of_this_build() {
    let manifest = r#"{"js": "wpp-panel.1a2b.js", "wasm": "wpp-panel.3c4d.wasm", "css": "wpp-panel.5e6f.css", "pages": "wpp-pages.7a8b.css"}"#;
    let (_folder, site) = site_folder(&[("pkg/manifest.json", manifest), ("favicon.svg", "<svg/>")]);
    let panel = Panel::with(Settings::new(HTTP, true), &site).await;
    panel.add(EMAIL, wpp_panel::domain::actor::Role::Admin).await;
    let cookie = panel.signed_in(EMAIL).await;
    let page = panel.get_as(&cookie, "/").await;
    assert_eq!(page.status, StatusCode::OK);
    let nonce = page.nonce();
    for part in [
        "import*as panel from \"/pkg/wpp-panel.1a2b.js\"",
        "module_or_path:\"/pkg/wpp-panel.3c4d.wasm\"",
        "href=\"/pkg/wpp-panel.5e6f.css\"",
        &format!("rel=\"modulepreload\" href=\"/pkg/wpp-panel.1a2b.js\" nonce=\"{nonce}\""),
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(page.body.contains("Демо-режим: WhatsApp не настоящий") && page.body.contains("href=\"/sim/phone\""));
    assert!(!page.body.contains("wpp-pages"), "the main page loads no more than it needs");
    let login = panel.get("/login").await;
    assert!(login.body.contains("href=\"/pkg/wpp-pages.7a8b.css\""));
    assert!(
        login.body.contains("Демо-режим") && !login.body.contains("/sim/phone"),
        "the phone is for who is signed in"
    );
    assert!(!login.body.contains("modulepreload"));
}
