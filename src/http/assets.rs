//! Serving the files for the browser.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use tower_http::services::{ServeDir, ServeFile};

use super::{
    App, embedded,
    site::{PKG, Place, Site},
};

/// `/pkg/…` and the files beside it, compressed copies (`.br`, `.gz`) where there are some and the browser takes them.
pub(super) fn routes(site: &Arc<Site>) -> Router<App> {
    let router = match site.place() {
        Place::Folder(root) => of_folder(root, site.files()),
        Place::Binary => embedded::routes(site.files()),
    };
    router.layer(from_fn_with_state(site.clone(), keep))
}

fn of_folder(root: &Path, files: &[String]) -> Router<App> {
    let pkg =
        ServeDir::new(root.join(PKG)).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    files.iter().fold(Router::new().nest_service("/pkg", pkg), |router, name| {
        let file = ServeFile::new(root.join(name)).precompressed_br().precompressed_gzip();
        router.route_service(&format!("/{name}"), file)
    })
}

/// Says how long an answer may be kept. Errors are never kept.
async fn keep(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let value = if site.is_immutable(path) {
        HeaderValue::from_static("public, max-age=31536000, immutable")
    } else if path.starts_with("/pkg/") {
        // the same name has other content after the next build
        HeaderValue::from_static("no-cache")
    } else {
        HeaderValue::from_static("public, max-age=3600")
    };
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status().is_redirection() {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, value);
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}
