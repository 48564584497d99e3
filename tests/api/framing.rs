//! Who may show the panel in a frame.

use std::path::Path;

use axum::http::StatusCode;
use wpp_panel::{domain::actor::Role, http::Settings};

use crate::panel::{EMAIL, HTTPS, Panel};

async fn panel(origins: &[&str]) -> Panel {
    let origins = origins.iter().copied().map(str::to_owned).collect();
    let panel = Panel::with(Settings::new(HTTPS, false).allow(origins), Path::new("/nonexistent/site")).await;
    panel.add(EMAIL, Role::Admin).await;
    panel
}

#[tokio::test]
async fn allowed_origins_of_our_own_site_may() {
    let origins = ["https://crm.example.org", "https://crm.elsewhere.ru", "https://example.org:8443"];
    let panel = panel(&origins).await;
    let cookie = panel.signed_in(EMAIL).await;
    let gone = panel.get("/auth/enter?code=x").await;
    for page in [panel.get_as(&cookie, "/").await, panel.get("/login").await, gone] {
        let policy = page.header("content-security-policy");
        let named = "frame-ancestors 'self' https://crm.example.org https://example.org:8443;";
        assert!(policy.contains(named), "{policy}");
        assert!(page.headers.get("x-frame-options").is_none(), "it cannot name origins and would forbid all of them");
    }
    for other in [panel.get("/healthz").await, panel.get("/api/nothing").await, panel.get("/").await] {
        assert!(other.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(other.header("x-frame-options"), "DENY", "what is no page sits in no frame");
    }
}

#[tokio::test]
async fn nobody_else_may() {
    for origins in
        [&[][..], &["https://crm.elsewhere.ru", "http://crm.example.org", "https://example.org.evil.example"]]
    {
        let page = panel(origins).await.get("/login").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none';"), "{origins:?}");
        assert_eq!(page.header("x-frame-options"), "DENY");
    }
}
