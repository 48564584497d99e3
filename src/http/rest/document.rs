//! The OpenAPI document: `/openapi.json`. Made of the handlers once.

use std::sync::LazyLock;

use axum::http::header;
use utoipa::{
    OpenApi as _,
    openapi::{
        InfoBuilder, OpenApi, RefOr, Required,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::Document;

const LEAD: &str = "Connects WhatsApp to organizations. For a CRM beside the panel: the paths, fields and \
    words are those of its Supabase functions. Every call answers JSON, refusals as {success: false, error}; answers \
    are never to be stored. Every POST may be repeated.";

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let mut document = Document::openapi();
    document.info =
        InfoBuilder::new().title("wpp-panel").description(Some(LEAD)).version(env!("CARGO_PKG_VERSION")).build();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("A Supabase token of a user of the CRM."))
        .build();
    let key = ApiKeyValue::with_description("key", "The webhook key of the session; the panel has registered it.");
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("webhook_key", SecurityScheme::ApiKey(ApiKey::Query(key)));
    for item in document.paths.paths.values_mut() {
        let calls = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for body in calls.into_iter().flatten().filter_map(|call| call.request_body.as_mut()) {
            if let RefOr::T(body) = body {
                // no body is `{}`
                body.required = Some(Required::False);
            }
        }
    }
    document
}

static TEXT: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());

/// `GET /openapi.json`
pub(crate) async fn show() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())
}
