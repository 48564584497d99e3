//! «Быстрое подключение»: the connect dialog on a page that has no list.

use leptos::prelude::*;

use super::{
    attempt::Goal,
    connect::{ConnectButton, WppQuickConnect},
    state::State,
    toast::Toaster,
};

/// The same button, dialog and attempt as on the main page; once connected it leads there.
#[island]
pub fn QuickStart() -> impl IntoView {
    let state = State::without_list();
    state.wake_up();
    view! {
        <ConnectButton state goal=Goal::Connect class="primary big" icon_name="chat" text=state.words.quick />
        <WppQuickConnect state />
        <Toaster state />
    }
}
