//! The files for the browser.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use wpp_panel::http::Settings;

use crate::panel::{HTTP, Panel, request, site_folder};

const MANIFEST: &str = r#"{"js": "wpp-panel.1a2b.js", "wasm": "wpp-panel.3c4d.wasm", "css": "wpp-panel.5e6f.css", "pages": "wpp-pages.7a8b.css"}"#;

async fn panel(files: &[(&str, &str)]) -> (tempfile::TempDir, Panel) {
    let (folder, site) = site_folder(files);
    (folder, Panel::with(Settings::new(HTTP, false), &site).await)
}

#[tokio::test]
async fn hashed_files_are_kept_for_good_and_others_are_not() {
    let (_folder, panel) = panel(&[
        ("pkg/manifest.json", MANIFEST),
        ("pkg/wpp-panel.1a2b.js", "js"),
        ("pkg/wpp-panel.3c4d.wasm", "wasm"),
        ("pkg/wpp-panel.5e6f.css", "css"),
        ("pkg/wpp-pages.7a8b.css", "css"),
        ("pkg/other.js", "other"),
        ("favicon.svg", "<svg/>"),
        ("robots.txt", "User-agent: *"),
    ])
    .await;
    let forever = "public, max-age=31536000, immutable";
    for (path, kind, kept) in [
        ("/pkg/wpp-panel.1a2b.js", "text/javascript", forever),
        ("/pkg/wpp-panel.3c4d.wasm", "application/wasm", forever),
        ("/pkg/wpp-panel.5e6f.css", "text/css", forever),
        ("/pkg/wpp-pages.7a8b.css", "text/css", forever),
        ("/pkg/other.js", "text/javascript", "no-cache"),
        ("/favicon.svg", "image/svg+xml", "public, max-age=3600"),
        ("/robots.txt", "text/plain", "public, max-age=3600"),
    ] {
        let answer = panel.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), (kind, kept), "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let missing = panel.get("/pkg/wpp-panel.9999.js").await;
    assert_eq!((missing.status, missing.header("cache-control")), (StatusCode::NOT_FOUND, "no-store"));
}

#[tokio::test]
async fn compressed_copies_go_to_who_takes_them() {
    let (_folder, panel) = panel(&[
        ("pkg/wpp-panel.js", "plain"),
        ("pkg/wpp-panel.js.br", "brotli"),
        ("pkg/wpp-panel.js.gz", "gzip"),
        ("icons.svg", "plain"),
        ("icons.svg.br", "brotli"),
    ])
    .await;
    for (path, accepts, body, encoding) in [
        ("/pkg/wpp-panel.js", "gzip, deflate, br", "brotli", "br"),
        ("/pkg/wpp-panel.js", "gzip", "gzip", "gzip"),
        ("/pkg/wpp-panel.js", "identity", "plain", ""),
        ("/icons.svg", "br", "brotli", "br"),
        ("/icons.svg", "gzip", "plain", ""),
    ] {
        let request = request(Method::GET, path, "").header("accept-encoding", accepts).body(Body::empty()).unwrap();
        let answer = panel.send(request).await;
        assert_eq!((&*answer.body, answer.header("content-encoding")), (body, encoding), "{path} {accepts}");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    assert_eq!(panel.get("/icons.svg.br").await.status, StatusCode::NOT_FOUND, "a copy is no file of its own");
}

#[tokio::test]
async fn without_a_manifest_the_names_of_the_watcher_are_taken() {
    let (_folder, panel) = panel(&[("pkg/wpp-panel.css", "css")]).await;
    assert!(panel.get("/login").await.body.contains("href=\"/pkg/wpp-panel.css\""));
    assert_eq!(panel.get("/pkg/wpp-panel.css").await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn a_manifest_that_names_more_than_files_is_not_followed() {
    for js in ["../../etc/passwd", "a\\\";alert(1)//", "https://evil.example/x.js", "", ".hidden"] {
        let manifest = format!(r#"{{"js": "{js}", "wasm": "a.wasm", "css": "a.css"}}"#);
        let (_folder, panel) = panel(&[("pkg/manifest.json", &manifest)]).await;
        assert!(panel.get("/login").await.body.contains("href=\"/pkg/wpp-panel.css\""), "{js}");
    }
}

#[tokio::test]
async fn pages_render_without_a_site_folder() {
    let panel = Panel::new(HTTP).await;
    assert_eq!(panel.get("/login").await.status, StatusCode::OK);
    assert_eq!(panel.get("/favicon.svg").await.status, StatusCode::NOT_FOUND);
}
