//! The simulated phone, only in demo mode. Plain forms, no script.

use leptos::prelude::*;

use crate::{
    domain::actor::Actor,
    ui::{
        shell::{Frame, Shell},
        words::{fill, phone::t},
    },
};

/// An account that the phone could scan or has scanned.
#[derive(Clone, Debug)]
pub struct Line {
    /// The session's name.
    pub name: String,
    /// The account number.
    pub number: String,
    /// How long its code still works; `None` while there is none.
    pub seconds_left: Option<u64>,
    /// Whether it was scanned and is being linked.
    pub linking: bool,
    /// Whether this phone is linked to it.
    pub linked: bool,
}

/// «Телефон»
#[component]
pub fn PhonePage(
    /// What every page has.
    frame: Frame,
    /// Who looks at it.
    viewer: Actor,
    /// The organization's accounts at the simulator.
    lines: Vec<Line>,
) -> impl IntoView {
    let none = lines.is_empty();
    let items = lines.into_iter().map(|line| {
        let Line { name, number, seconds_left, linking, linked } = line;
        let act = if linked { Some(("/sim/phone/unlink", t().unlink, "danger")) } else { None };
        let act = act.or(seconds_left.map(|_| ("/sim/phone/scan", t().scan, "primary")));
        let state = match seconds_left {
            _ if linked => t().linked.to_owned(),
            _ if linking => t().linking.to_owned(),
            Some(seconds) => fill(t().code, &[&seconds]),
            None => t().nothing.to_owned(),
        };
        view! {
            <li>
                <b>{name}</b>
                <code>{number.clone()}</code>
                <span>{state}</span>
                {act.map(|(action, text, class)| view! {
                    <form class="acts" method="post" action=action>
                        <input type="hidden" name="number" value=number />
                        <button type="submit" class=class>{text}</button>
                    </form>
                })}
            </li>
        }
    });
    view! {
        <Shell frame title=t().title viewer>
            <div class="device">
                <h1>{t().title}</h1>
                <p>{t().lead}</p>
                {none.then(|| view! { <p>{t().empty}</p> })}
                <ul>{items.collect_view()}</ul>
                <a class="button" href="/sim/phone">{t().refresh}</a>
            </div>
        </Shell>
    }
}
