//! The files for the browser that are in the binary. A debug build has none and reads them from `target/site` each time.

use std::borrow::Cow;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::App;

/// What `scripts/site.sh` built. Cargo does not look into that folder: a release is built anew when this says another thing.
const _: Option<&str> = option_env!("WPP_PANEL_SITE");

#[derive(RustEmbed)]
#[folder = "target/site/"]
#[allow_missing = true]
struct Files;

/// Codings and the endings of their copies, the smaller one first.
const COPIES: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// What a file holds.
pub(super) fn read(name: &str) -> Option<Vec<u8>> {
    Files::get(name).map(|file| file.data.into_owned())
}

/// Names of the files that lie in no folder.
pub(super) fn top_level() -> impl Iterator<Item = String> {
    Files::iter().filter(|name| !name.contains('/')).map(Cow::into_owned)
}

/// The same addresses as those of a folder.
pub(super) fn routes(files: &[String]) -> Router<App> {
    let router = Router::new().route("/pkg/{*name}", get(answer));
    files.iter().fold(router, |router, name| router.route(&format!("/{name}"), get(answer)))
}

async fn answer(request: Request) -> Response {
    let name = request.uri().path().trim_start_matches('/');
    let Some(whole) = Files::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|line| line.to_str().ok()).unwrap_or("");
    let copy = COPIES.into_iter().filter(|(coding, _)| takes(accepted, coding));
    let copy = copy.into_iter().find_map(|(coding, ending)| Some((coding, Files::get(&format!("{name}{ending}"))?)));
    let mut headers = HeaderMap::new();
    if let Some(kind) = mime_guess::from_path(name).first_raw() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    let file = match copy {
        Some((coding, file)) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            file
        }
        None => whole,
    };
    let tag = tag(&file);
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let bytes = match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    (headers, Body::from(bytes)).into_response()
}

/// Whether a coding is among those that a browser takes: `gzip, br;q=0.9, zstd;q=0`
fn takes(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        named && weight.is_ok_and(|weight| weight > 0.0)
    })
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash().iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("\"{hash}\"")
}

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn a_coding_is_taken_where_it_has_any_weight() {
        assert!(takes("gzip, br", "br") && takes("BR;q=0.5", "br") && takes("gzip;q=1.0,br", "gzip"));
        for refused in ["", "gzip", "br;q=0", "br; q=0.000", "brotli", "br;q=x"] {
            assert!(!takes(refused, "br"), "{refused}");
        }
    }
}
