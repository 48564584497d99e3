//! The texts that the page brought along, as a list in the element `words`.

use std::cell::OnceCell;

use js_sys::{Array, JSON};
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;

use super::panel::PanelWords;

/// The id of the element.
const WORDS: &str = "words";

thread_local! {
    static GIVEN: OnceCell<&'static PanelWords> = const { OnceCell::new() };
}

/// Read once; the page lives as long as they do.
pub fn words() -> &'static PanelWords {
    GIVEN.with(|given| *given.get_or_init(|| Box::leak(Box::new(read()))))
}

fn read() -> PanelWords {
    let text = document().get_element_by_id(WORDS).and_then(|element| element.text_content()).unwrap_or_default();
    let list = JSON::parse(&text).ok().and_then(|list| list.dyn_into::<Array>().ok()).unwrap_or_default();
    let mut next = 0;
    PanelWords::take(&mut |_, _| {
        let text = list.get(next).as_string().unwrap_or_default();
        next += 1;
        String::leak(text)
    })
}
