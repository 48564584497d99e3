//! Language and theme: what somebody has chosen, else what their browser asks for. Two cookies carry it, so that a page is
//! right from its first byte and without a sign-in; signing in elsewhere brings them along.

use axum::{
    Form,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    domain::look::{Look, Theme},
    ui::words::{self, Texts},
};

use super::{auth::SignedIn, cookie, error, page::Page};

const LANGUAGE: &str = "wpp_language";
const THEME: &str = "wpp_theme";

/// The texts of the page that is asked for.
#[must_use]
pub(super) fn texts(headers: &HeaderMap) -> &'static Texts {
    let chosen = cookie::value(headers, LANGUAGE).and_then(words::of_code);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(words::of_accept);
    chosen.or_else(accepted).unwrap_or_else(words::first)
}

/// The theme that was chosen.
#[must_use]
pub(super) fn theme(headers: &HeaderMap) -> Option<Theme> {
    cookie::value(headers, THEME).and_then(Theme::parse)
}

/// What was chosen in this browser.
#[must_use]
pub(super) fn chosen(headers: &HeaderMap) -> Look {
    let language = cookie::value(headers, LANGUAGE).and_then(words::of_code).map(|texts| texts.code.to_owned());
    Look { language, theme: theme(headers) }
}

/// Hands the choice to the browser.
pub(super) fn hand(response: &mut Response, look: &Look, secure: bool) {
    let language = look.language.as_deref().filter(|code| words::of_code(code).is_some());
    for (name, value) in [(LANGUAGE, language), (THEME, look.theme.map(Theme::as_str))] {
        if let Some(value) = cookie::plain(name, value, secure) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

#[derive(Deserialize)]
pub(super) struct LookForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
}

/// `POST /account/look`; what is empty or unknown is the browser's to say.
pub(super) async fn submit(SignedIn(actor): SignedIn, page: Page, Form(form): Form<LookForm>) -> Response {
    let language = words::of_code(&form.language).map(|texts| texts.code.to_owned());
    let look = Look { language, theme: Theme::parse(&form.theme) };
    if let Err(failure) = page.app().people.set_look(&actor, &look).await {
        return error::people(&failure).into_response();
    }
    let mut response = Redirect::to("/account?done=look").into_response();
    hand(&mut response, &look, page.app().settings.secure_cookies);
    response
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(cookie: &'static str, accepted: &'static str) -> HeaderMap {
        let lines = [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accepted)];
        lines.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_choice_comes_before_the_browsers_wish() {
        assert_eq!(texts(&headers("", "en")).code, "en");
        assert_eq!(texts(&headers("wpp_language=ru", "en")).code, "ru");
        assert_eq!(texts(&headers("wpp_language=xx; wpp_theme=dark", "de")).code, "ru", "the first language");
        assert_eq!(theme(&headers("wpp_language=xx; wpp_theme=dark", "")), Some(Theme::Dark));
        assert_eq!(theme(&headers("wpp_theme=pink", "")), None);
    }
}
