//! The line that says what has just happened.

use leptos::prelude::*;

use super::state::State;
use crate::ui::icon::Icon;

/// A live region that is there from the start: one that comes with its text is not read out.
#[component]
pub fn Toaster(state: State) -> impl IntoView {
    let text = move || state.toast.with(|toast| toast.as_ref().map(|toast| toast.text.clone()).unwrap_or_default());
    let good = move || state.toast.with(|toast| toast.as_ref().is_none_or(|toast| toast.good));
    view! {
        <div class="toasts" role="status">
            <div class="toast" class:bad=move || !good() hidden=move || state.toast.with(Option::is_none)>
                <Icon name="check" size=20 />
                <span>{text}</span>
            </div>
        </div>
    }
}
