//! The few things that only a browser can do. On the server nothing calls them.

use leptos::{
    prelude::{document, window},
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{HtmlDialogElement, HtmlElement, VisibilityState},
};
use uuid::Uuid;

use crate::domain::{ids::AttemptId, time::Timestamp};

/// Now, by the browser's clock.
pub fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits")]
    Timestamp(js_sys::Date::now() as i64)
}

/// The id of one press.
pub fn attempt_id() -> AttemptId {
    AttemptId(Uuid::new_v4())
}

/// A dialog of the page.
fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What an open dialog was opened for: `data-goal` of the button, as the page's first script has kept it.
pub fn pressed(id: &str) -> Option<String> {
    dialog(id).filter(HtmlDialogElement::open)?.get_attribute("data-goal")
}

/// Whether one of these dialogs is open. By name: a look for any would go through every card, with every change that is told.
pub fn is_one_open(ids: &[&str]) -> bool {
    ids.iter().any(|id| dialog(id).is_some_and(|dialog| dialog.open()))
}

/// Closes a dialog; the page hears its `close`.
pub fn close(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// Moves the keyboard to an element.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _: Result<(), JsValue> = element.focus();
    }
}

/// Whether the keyboard is nowhere: what had it is gone.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether somebody can see the page.
pub fn is_visible() -> bool {
    document().visibility_state() != VisibilityState::Hidden
}

/// The main page, as it is opened after a connection was made elsewhere.
const CONNECTED: &str = "/#connected";

/// Leaves for the main page, which says what was reached.
pub fn lead_to_list() {
    let _: Result<(), JsValue> = window().location().set_href(CONNECTED);
}

/// Whether a connection led to this page. The address forgets it, so that a reload does not say it again.
pub fn is_led_here() -> bool {
    let led = window().location().hash().is_ok_and(|hash| CONNECTED.strip_prefix('/') == Some(&*hash));
    if led && let Ok(history) = window().history() {
        let _: Result<(), JsValue> = history.replace_state_with_url(&JsValue::NULL, "", Some("/"));
    }
    led
}

/// Leaves for the sign-in page.
pub fn sign_in() {
    let _: Result<(), JsValue> = window().location().set_href("/login");
}

/// Copies text; `false` if the browser does not let us (no HTTPS, no permission).
pub async fn copy(text: String) -> bool {
    // undefined without HTTPS, whatever its type says
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok()
}
