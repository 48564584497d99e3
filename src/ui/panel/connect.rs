//! «Подключить WhatsApp»: the button and the dialog with the QR code.

use leptos::prelude::*;

use crate::{api::wire::Picture, ui::icon::Icon};

use super::{
    attempt::{Goal, Stage, Trap},
    state::{CONNECT, State},
};

/// After this long the dialog says what it waits for, in milliseconds.
const SLOW: i64 = 5_000;
/// After this long it says that the platform has no code yet.
const VERY_SLOW: i64 = 25_000;
/// A scan that leads to nothing for this long is explained.
const LONG_LINKING: i64 = 30_000;
/// The circumference of the countdown's ring in its own units.
const RING: i64 = 100;

/// A button that opens the dialog at the press itself: natively, so that a press before the WASM is there is not lost.
#[component]
pub fn ConnectButton(
    state: State,
    goal: Goal,
    class: &'static str,
    icon_name: &'static str,
    text: &'static str,
) -> impl IntoView {
    view! {
        <button type="button" class=class command="show-modal" commandfor=CONNECT data-goal=goal.to_data()
            on:click=move |_| state.connect(goal)>
            {(!icon_name.is_empty()).then(|| view! { <Icon name=icon_name size=22 /> })}
            {text}
        </button>
    }
}

/// The dialog. All its parts are there from the start; what is shown follows from the attempt.
#[component]
pub fn WppQuickConnect(state: State) -> impl IntoView {
    let words = &state.words.dialog;
    let stage = move |is: fn(&Stage) -> bool| state.attempt.with(|attempt| is(&attempt.stage));
    let waited = move || state.attempt.with(|attempt| state.now.get().0 - attempt.since.0);
    // closed looks like preparing: that is what a press before the WASM shows
    let preparing = move || stage(|stage| matches!(stage, Stage::Preparing | Stage::Closed));
    let scanning = Memo::new(move |_| stage(|stage| matches!(stage, Stage::Scan { .. })));
    let linking = move || stage(|stage| *stage == Stage::Linking);
    let over = move || stage(|stage| *stage == Stage::TimeIsUp);
    let trapped = move || stage(|stage| matches!(stage, Stage::Error(_)));

    let asked = move || stage(|stage| *stage == Stage::Preparing);
    let waits = move || match (asked(), waited()) {
        (true, VERY_SLOW..) if state.attempt.with(|attempt| attempt.session.is_some()) => words.waits_long,
        (true, SLOW..VERY_SLOW) | (true, VERY_SLOW..) => words.waits_for,
        _ => "",
    };
    let code = Memo::new(move |_| {
        state.attempt.with(|attempt| match &attempt.stage {
            Stage::Scan { picture: Picture::Svg(svg), .. } => svg.clone(),
            // an address of our own making: data:image/png or jpeg with nothing but Base64 behind it
            Stage::Scan { picture: Picture::Image(address), .. } => format!("<img alt=\"\" src=\"{address}\">"),
            _ => String::new(),
        })
    });
    let left = move || {
        state.attempt.with(|attempt| match attempt.stage {
            Stage::Scan { expires_at, .. } => (expires_at.0 - state.now.get().0 + 999).max(0) / 1_000,
            _ => 0,
        })
    };
    let life = move || {
        state.attempt.with(|attempt| match attempt.stage {
            Stage::Scan { life, .. } => (life / 1_000).max(1),
            _ => 1,
        })
    };
    let countdown = move || match left() {
        0 => words.renewing.to_owned(),
        left => format!("{} {}", words.renews_in, state.words.seconds(left)),
    };
    let error = Memo::new(move |_| {
        state.attempt.with(|attempt| match &attempt.stage {
            Stage::Error(Trap::Told(error)) => {
                let [what, then] = state.words.error(error.code);
                (what, then, error.ticket.clone(), error.ticket.clone())
            }
            Stage::Error(Trap::NoCode) => (words.no_code, "", String::new(), "no-code".to_owned()),
            Stage::Error(Trap::Failed) => (words.failed, "", String::new(), "failed".to_owned()),
            _ => ("", "", String::new(), String::new()),
        })
    });
    // one line for the screen reader, changed only when the stage changes
    let said = Memo::new(move |_| {
        state.attempt.with(|attempt| match &attempt.stage {
            Stage::Closed => "",
            Stage::Preparing => words.preparing,
            Stage::Scan { .. } => words.qr,
            Stage::Linking => words.linking,
            Stage::TimeIsUp => words.time_is_up,
            Stage::Error(_) => error.with(|(what, ..)| *what),
        })
    });
    view! {
        <dialog id=CONNECT aria-labelledby="connect-title" on:close=move |_| state.closed()>
            <div class="dhead">
                <h2 id="connect-title">{words.title}</h2>
                <button type="button" class="quiet icon" aria-label=state.words.close command="close" commandfor=CONNECT>
                    <Icon name="x" size=20 />
                </button>
            </div>
            <p class="sr" role="status">{said}</p>
            <p class="note odd" role="status" hidden=move || trapped() || state.attempt.with(|attempt| attempt.trouble.is_none())>{words.silent}</p>
            <div class="dbody single" hidden=move || !preparing()>
                <span class="spinner" aria-hidden="true"></span>
                <p class="lead">{words.preparing}</p>
                <p class="hint">{waits}</p>
                // what is in here is text to a browser with scripts, so the island must not look for elements
                <noscript inner_html=format!("<p class=\"note odd\">{}</p>", words.no_script)></noscript>
            </div>
            <div class="dbody" hidden=move || !scanning.get()>
                <div class="qr" role="img" aria-label=words.qr inner_html=move || code.get()></div>
                <div>
                    <ol>
                        {words.steps().map(|[before, bold, after]| view! { <li><span>{before}<b>{bold}</b>{after}</span></li> })}
                    </ol>
                    <p class="timer">
                        <svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
                            <circle class="track" cx="18" cy="18" r="15.9155" />
                            <circle class="left" cx="18" cy="18" r="15.9155" pathLength=RING.to_string() stroke-dasharray=RING.to_string()
                                stroke-dashoffset=move || (RING - (RING * left() / life()).clamp(0, RING)).to_string() />
                        </svg>
                        <span>{countdown}</span>
                    </p>
                </div>
            </div>
            <div class="dbody single" hidden=move || !linking()>
                <span class="spinner" aria-hidden="true"></span>
                <p class="lead">{words.linking}</p>
                <p class="hint">{move || if linking() && waited() > LONG_LINKING { words.linking_long } else { words.linking_text }}</p>
            </div>
            <div class="dbody single wait" hidden=move || !over()>
                <span class="mark"><Icon name="refresh" size=28 /></span>
                <p class="lead">{words.time_is_up}</p>
                <p class="hint">{words.time_is_up_text}</p>
                <button type="button" class="primary" on:click=move |_| state.again()>{words.new_code}</button>
            </div>
            <div class="dbody single bad" hidden=move || !trapped()>
                <span class="mark"><Icon name="warn" size=28 /></span>
                <p class="lead">{move || error.with(|(what, ..)| *what)}</p>
                <p class="hint">{move || error.with(|(_, then, ..)| *then)}</p>
                <button type="button" class="primary" on:click=move |_| state.again()>{words.again}</button>
                <p class="ticket" hidden=move || error.with(|(.., ticket, _)| ticket.is_empty())>
                    {state.words.ticket} " " <code>{move || error.with(|(.., ticket, _)| ticket.clone())}</code>
                </p>
                // where no server spoke none can be asked what to do
                <a target="_blank" hidden=move || error.with(|(.., topic)| topic.is_empty())
                    href=move || error.with(|(.., topic)| help(topic))>{state.words.help}</a>
            </div>
            <div class="dfoot">
                <span hidden=move || state.attempt.with(|attempt| attempt.account.is_none())>
                    {state.words.session} " " {move || state.attempt.with(|attempt| attempt.account.clone().unwrap_or_default())}
                </span>
                <button type="button" command="close" commandfor=CONNECT>
                    {state.words.cancel}
                </button>
            </div>
        </dialog>
    }
}

/// The address of «Что делать» for a topic or a ticket.
pub fn help(topic: &str) -> String {
    ["/help/", topic].concat()
}
