//! Rendering a page: the view, its nonce, and the policy that names the nonce.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequestParts, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use leptos::{
    IntoView,
    nonce::Nonce,
    prelude::{Owner, provide_context},
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
    parts: Parts,
}

impl Page {
    /// The page for a request of which only the head is left.
    #[must_use]
    pub fn new(app: App, parts: Parts) -> Self {
        Self { app, parts }
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
            theme: look::theme(&self.parts.headers),
        }
    }

    /// The language that it is shown in.
    #[must_use]
    pub fn texts(&self) -> &'static Texts {
        look::texts(&self.parts.headers)
    }

    /// Renders the view completely, then answers: a view that panics or waits is never half a page.
    ///
    /// The view is a function because that is how leptos makes its reactive owner before the view; it is called once.
    /// `App`, the request's `Parts` and the nonce are in its context, so that server functions work inside.
    pub async fn show<V>(self, status: StatusCode, view: impl Fn() -> V + Clone + Send + Sync + 'static) -> Response
    where
        V: IntoView + 'static,
    {
        let (nonce, texts) = (self.nonce(), self.texts());
        let Self { app, parts } = self;
        let policy = policy(&nonce, &app.settings.frame_ancestors);
        let context = move || {
            provide_context(Nonce::from_value(nonce.as_str()));
            provide_context(app.clone());
            provide_context(texts);
            // what is outside of islands is never hydrated, and ids must count inside of them alone
            if let Some(shared) = Owner::current_shared_context() {
                shared.set_is_hydrating(false);
            }
        };
        let render = leptos_axum::render_app_async_with_context(context, view);
        let mut response = render(Request::from_parts(parts, Body::empty())).await;
        *response.status_mut() = status;
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
        Ok(Self::new(app.clone(), parts.clone()))
    }
}

fn policy(nonce: &str, frame_ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors {frame_ancestors}; manifest-src 'self'"
    )
}
