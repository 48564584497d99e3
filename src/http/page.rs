//! Rendering a page: the view, its nonce, and the policy that names the nonce.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use leptos::{
    IntoView,
    nonce::Nonce,
    prelude::{Owner, RenderHtml as _, provide_context},
};

use crate::ui::{
    shell::{Frame, Scripts},
    words::Texts,
};

use super::{App, look};

/// A page that is about to be shown. As an extractor it never fails.
#[derive(Clone, Debug)]
pub struct Page {
    app: App,
    headers: HeaderMap,
}

impl Page {
    /// The page for a request with these headers.
    #[must_use]
    pub fn new(app: App, headers: HeaderMap) -> Self {
        Self { app, headers }
    }

    /// What the handler can reach.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// What every view hands to its `Shell`.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let site = &self.app.site;
        Frame {
            css: site.css(),
            pages_css: site.pages_css(),
            scripts: Scripts { js: site.js(), wasm: site.wasm() },
            demo: self.app.settings.demo,
            theme: look::theme(&self.headers),
        }
    }

    /// The language that it is shown in.
    #[must_use]
    pub fn texts(&self) -> &'static Texts {
        look::texts(&self.headers)
    }

    /// Renders the view completely, then answers: a view that panics is never half a page. Views do not wait: what a page
    /// shows is read before. So nothing of the machinery for views that do is compiled, a copy of it for each type of view.
    ///
    /// The view is a function, since leptos' reactive owner has to be there before it. The nonce and the texts are in its
    /// context.
    pub fn show<V: IntoView>(self, status: StatusCode, view: impl FnOnce() -> V) -> Response {
        let nonce = self.nonce();
        let policy = policy(&nonce, &self.app.settings.frame_ancestors);
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            provide_context(Nonce::from_value(nonce));
            provide_context(self.texts());
            view().into_view().to_html()
        });
        owner.unset_with_forced_cleanup();
        let mut response = (status, Html(html)).into_response();
        if let Ok(policy) = HeaderValue::try_from(policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn nonce(&self) -> String {
        let mut bytes = [0_u8; 16];
        self.app.random.fill(&mut bytes);
        STANDARD_NO_PAD.encode(bytes)
    }
}

impl FromRequestParts<App> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::new(app.clone(), parts.headers.clone()))
    }
}

fn policy(nonce: &str, frame_ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors {frame_ancestors}; manifest-src 'self'"
    )
}
