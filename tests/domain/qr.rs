//! Decided by content: an image is never drawn as text, and text is never shown as an image.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use wpp_panel::domain::qr::{MAX_TEXT, MAX_VALUE, QrError, QrPayload};

/// The signature, and the length of the first chunk, which is the same in every PNG.
const PNG: [u8; 12] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];

fn image(magic: &[u8], rest: &[u8]) -> String {
    STANDARD.encode([magic, rest].concat())
}

/// As some platforms wrap it: a line break every 76 signs.
fn wrapped(base64: &str) -> String {
    base64.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join("\r\n")
}

fn looks_like_an_image(text: &str) -> bool {
    text.starts_with("iVBORw0KGgo") || text.to_ascii_lowercase().starts_with("data:image")
}

proptest! {
    #[test]
    fn nothing_that_comes_makes_it_panic(value in any::<String>()) {
        if let Ok(Some(payload)) = QrPayload::classify(&value) {
            prop_assert!(!payload.as_str().is_empty());
            // what is kept is what is read back: the database holds `as_str`
            prop_assert_eq!(QrPayload::classify(payload.as_str()), Ok(Some(payload)));
        }
    }

    #[test]
    fn lesson_15_a_bare_png_is_never_text(rest in prop::collection::vec(any::<u8>(), 1..2_000)) {
        let bare = image(&PNG, &rest);
        let shown = QrPayload::Image(format!("data:image/png;base64,{bare}"));
        prop_assert_eq!(QrPayload::classify(&bare), Ok(Some(shown.clone())));
        prop_assert_eq!(QrPayload::classify(&format!("  {}\n", wrapped(&bare))), Ok(Some(shown.clone())));
        prop_assert_eq!(QrPayload::classify(&format!("DATA:image/PNG;base64,{bare}")), Ok(Some(shown)));
    }

    #[test]
    fn a_jpeg_with_its_prefix_is_an_image_whatever_the_prefix_calls_it(
        rest in prop::collection::vec(any::<u8>(), 1..2_000),
        kind in "[a-z+]{1,8}",
    ) {
        let data = image(&JPEG, &rest);
        let shown = QrPayload::Image(format!("data:image/jpeg;base64,{data}"));
        prop_assert_eq!(QrPayload::classify(&format!("data:image/{kind};base64,{data}")), Ok(Some(shown)));
    }

    #[test]
    fn text_stays_text(value in "[ -~а-я]{1,400}") {
        let value = value.trim();
        prop_assume!(!value.is_empty() && !looks_like_an_image(value));
        prop_assert_eq!(QrPayload::classify(value), Ok(Some(QrPayload::Text(value.to_owned()))));
    }

    #[test]
    fn whatsapps_own_codes_are_text(parts in prop::collection::vec("[A-Za-z0-9+/]{43}=", 3..4)) {
        let code = format!("2@{}", parts.join(","));
        prop_assert_eq!(QrPayload::classify(&code), Ok(Some(QrPayload::Text(code.clone()))));
    }

    #[test]
    fn space_alone_is_no_code_yet(space in "[ \t\r\n]{0,40}") {
        prop_assert_eq!(QrPayload::classify(&space), Ok(None));
    }

    #[test]
    fn an_image_of_another_kind_is_an_error_and_not_text(
        kind in "[a-z+]{1,8}",
        data in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assume!(!data.starts_with(&PNG) && !data.starts_with(&JPEG));
        let value = format!("data:image/{kind};base64,{}", STANDARD.encode(&data));
        prop_assert_eq!(QrPayload::classify(&value), Err(QrError::UnknownImage));
    }

    /// The address goes into a page's `src`: nothing but Base64 may be behind the comma.
    #[test]
    fn an_image_holds_nothing_but_base64(tail in "[ -~]{0,40}") {
        for head in ["iVBORw0KGgo", "data:image/png;base64,iVBORw0KGgo", "data:image/jpeg;base64,/9j/"] {
            if let Ok(Some(payload)) = QrPayload::classify(&format!("{head}{tail}")) {
                let data = payload.as_str().split_once(";base64,").unwrap().1.trim_end_matches('=').to_owned();
                prop_assert!(matches!(payload, QrPayload::Image(_)));
                prop_assert!(data.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"+/".contains(&sign)), "{data}");
            }
        }
    }

    #[test]
    fn a_code_never_shows_itself_in_a_log(value in "[a-z]{12,60}") {
        let payload = QrPayload::classify(&value).unwrap().unwrap();
        let logged = format!("{payload:?}");
        prop_assert!(!logged.contains(&value));
    }
}

#[test]
fn sizes_end_where_they_say() {
    let text = |length: usize| "x".repeat(length);
    assert!(matches!(QrPayload::classify(&text(MAX_TEXT)), Ok(Some(QrPayload::Text(_)))));
    assert_eq!(QrPayload::classify(&text(MAX_TEXT + 1)), Err(QrError::TooLongToDraw));
    assert_eq!(QrPayload::classify(&text(MAX_VALUE)), Err(QrError::TooLongToDraw));
    assert_eq!(QrPayload::classify(&text(MAX_VALUE + 1)), Err(QrError::TooLarge));
    // bytes count, not characters
    assert_eq!(QrPayload::classify(&"ж".repeat(MAX_TEXT / 2 + 1)), Err(QrError::TooLongToDraw));

    let picture = image(&PNG, &vec![0; MAX_VALUE * 3 / 4 - 32]);
    assert!(picture.len() < MAX_VALUE, "an image may be longer than any text");
    assert!(matches!(QrPayload::classify(&picture), Ok(Some(QrPayload::Image(_)))));
}

#[test]
fn a_cut_image_is_an_error() {
    for value in ["data:image/png", "data:image/png;base64,", "data:image/png;base64,iVBORw0KGgo=====", "iVBORw0KGgoAA"]
    {
        assert_eq!(QrPayload::classify(value), Err(QrError::UnknownImage), "{value}");
    }
}
