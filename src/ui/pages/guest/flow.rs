//! What the person with the phone sees: whose WhatsApp it is, the code, the steps, the result. A small script instead of
//! the island: whoever gets a link may be on a slow line.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    api::wire::{Picture, Progress, Step},
    domain::{guest::GuestLink, time::Timestamp},
    ui::{
        icon::Icon,
        inert::IntoInert as _,
        pages::help::HelpLink,
        shell::{Frame, Shell},
        words::{fill, guest::t, panel, parts, session},
    },
};

/// Puts the key of the address into the form: it stays out of every request but this one, and a messenger that only looks
/// at the link does not press.
const BEGIN: &str = "(()=>{\
    const form=document.getElementById(\"begin\"),key=location.hash.slice(1);\
    form.token.value=key;form.hidden=!key;document.getElementById(\"no-token\").hidden=!!key;\
    onhashchange=()=>location.reload()\
    })()";

/// Asks every two seconds what is to be shown, and counts down in between. What has not changed is left alone, so that a
/// code is replaced and never flickers.
const FOLLOW: &str = "(()=>{\
    const box=document.getElementById(\"scene\"),lost=document.getElementById(\"lost\");\
    const tick=()=>{const at=box.querySelector(\"[data-left]\");if(!at)return;\
        at.end??=performance.now()+1e3*at.dataset.left;\
        at.textContent=Math.max(0,Math.ceil((at.end-performance.now())/1e3))};\
    const ask=async()=>{\
        try{const answer=await fetch(\"/connect/scene\",{headers:{\"x-scene\":box.dataset.scene}});\
            if(answer.status===200){box.innerHTML=await answer.text();box.dataset.scene=answer.headers.get(\"x-scene\");\
                box.dataset.over=answer.headers.get(\"x-over\")??\"\"}\
            lost.hidden=answer.status<500}catch{lost.hidden=false}\
        if(!box.dataset.over)setTimeout(ask,2e3)};\
    setInterval(tick,1e3);tick();if(!box.dataset.over)setTimeout(ask,2e3)\
    })()";

/// What the page shows.
#[derive(Clone, Debug)]
pub enum Flow {
    /// Nobody has taken the link yet, as far as this browser knows.
    Ask,
    /// The link opens nothing.
    BadLink,
    /// Too many wrong links: seconds to wait.
    TooOften(u64),
    /// The link is this browser's.
    Scene(Box<GuestLink>, Box<Scene>),
}

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The attempt, as it stands.
    Progress(Progress),
    /// It is on its way.
    Preparing,
    /// It could not be begun.
    Trouble,
    /// The phone is linked.
    Connected,
    /// An administrator called the link back.
    Revoked,
    /// The link's time is over.
    Expired,
}

impl Scene {
    /// What stands for it in a request: the same again, and nothing is to be shown anew.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Progress(progress) => match &progress.step {
                Step::Preparing => "preparing".to_owned(),
                Step::Scan { ordinal, expires_at, .. } => format!("scan-{ordinal}-{}", expires_at.0),
                Step::Linking => "linking".to_owned(),
                Step::Connected => "connected".to_owned(),
                Step::TimeIsUp => "time-is-up".to_owned(),
                Step::NoCode => "no-code".to_owned(),
                Step::Failed => "failed".to_owned(),
            },
            Self::Preparing => "preparing".to_owned(),
            Self::Trouble => "trouble".to_owned(),
            Self::Connected => "connected".to_owned(),
            Self::Revoked => "revoked".to_owned(),
            Self::Expired => "expired".to_owned(),
        }
    }

    /// Whether nothing comes after it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Connected | Self::Revoked | Self::Expired)
    }
}

/// The page.
#[component]
pub fn GuestPage(
    /// What every page has.
    frame: Frame,
    /// What to show.
    flow: Flow,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let refused = |what: &'static str, hint: &'static str| {
        view! {
            <p class="notice">{what}</p>
            <p class="fine">{hint} " " <HelpLink topic="gone" /></p>
        }
    };
    let content = match flow {
        Flow::Ask => view! { <Ask /> }.into_inert(),
        Flow::BadLink => {
            let [what, hint] = parts(t().bad_link);
            refused(what, hint).into_inert()
        }
        Flow::TooOften(seconds) => view! { <p class="notice">{fill(t().too_often, &[&seconds])}</p> }.into_inert(),
        Flow::Scene(link, scene) => {
            let (name, over) = (scene.name(), scene.is_over().then_some("1"));
            let until = session::t().utc(link.expires_at.utc());
            view! {
                <p>{fill(t().whom, &[&link.organization_name])}</p>
                <div id="scene" role="status" aria-live="polite" data-scene=name data-over=over>
                    <SceneView scene=*scene now />
                </div>
                <p class="note odd" role="status" id="lost" hidden>{t().lost}</p>
                <p class="fine until">{fill(t().left, &[&until])}</p>
                <script nonce=use_nonce()>{FOLLOW}</script>
            }
            .into_inert()
        }
    };
    view! {
        <Shell frame title=t().title>
            <section class="gate-card guest">
                <h1>{t().title}</h1>
                {content}
            </section>
        </Shell>
    }
}

#[component]
fn Ask() -> impl IntoView {
    view! {
        <p>{t().about}</p>
        <p class="note info on-phone">{t().phone}</p>
        <noscript><p class="note odd">{t().no_script}</p></noscript>
        <p class="note odd" id="no-token" hidden>{t().no_token}</p>
        <form id="begin" class="form" method="post" action="/connect" hidden>
            <input type="hidden" name="token" />
            <button class="primary big wide" type="submit">{t().begin}</button>
            <p class="fine">{t().once}</p>
        </form>
        <script nonce=use_nonce()>{BEGIN}</script>
    }
}

/// The part of the page that changes.
#[component]
pub fn SceneView(
    /// Where it stands.
    scene: Scene,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let said =
        |icon: &'static str, class: &'static str, [what, hint]: [&'static str; 2], again: Option<&'static str>| {
            view! {
                <div class=format!("dbody single {class}")>
                    <span class="mark"><Icon name=icon size=28 /></span>
                    <p class="lead">{what}</p>
                    <p class="hint">{hint}</p>
                    {again.map(|again| view! {
                        <form method="post" action="/connect/again">
                            <button class="primary" type="submit">{again}</button>
                        </form>
                    })}
                </div>
            }
            .into_inert()
        };
    let words = &panel::t().dialog;
    let waits = |what: &'static str, hint: &'static str| {
        view! {
            <div class="dbody single">
                <span class="spinner" aria-hidden="true"></span>
                <p class="lead">{what}</p>
                <p class="hint">{hint}</p>
            </div>
        }
        .into_inert()
    };
    match scene {
        Scene::Preparing => waits(words.preparing, words.waits_for),
        Scene::Trouble => said("warn", "bad", parts(t().trouble), Some(words.again)),
        Scene::Connected => said("check", "ok", parts(t().connected), None),
        Scene::Revoked => said("warn", "odd", parts(t().revoked), None),
        Scene::Expired => said("refresh", "wait", parts(t().expired), None),
        Scene::Progress(Progress { step, .. }) => match step {
            Step::Preparing => waits(words.preparing, words.waits_for),
            Step::Linking => waits(words.linking, words.linking_text),
            Step::Connected => said("check", "ok", parts(t().connected), None),
            Step::TimeIsUp => said("refresh", "wait", [words.time_is_up, words.time_is_up_text], Some(words.new_code)),
            Step::NoCode => said("warn", "bad", [words.no_code, ""], Some(words.again)),
            Step::Failed => said("warn", "bad", [words.failed, ""], Some(words.again)),
            Step::Scan { picture, expires_at, .. } => {
                let left = expires_at.since(now).as_secs();
                view! { <Code picture left /> }.into_inert()
            }
        },
    }
}

#[component]
fn Code(picture: Option<Picture>, left: u64) -> impl IntoView {
    let words = &panel::t().dialog;
    let code = match picture {
        Some(Picture::Svg(svg)) => svg,
        Some(Picture::Image(address)) => format!("<img src=\"{address}\" alt=\"\">"),
        None => String::new(),
    };
    view! {
        <div class="scan">
            <div class="qr" role="img" aria-label=words.qr inner_html=code></div>
            <ol>
                {words.steps().map(|[before, bold, after]| view! { <li>{before}<b>{bold}</b>{after}</li> })}
            </ol>
            <p class="timer" aria-live="off">
                <span>
                    {words.renews_in} " " <span data-left=left.to_string()>{left.to_string()}</span> " "
                    {panel::t().counts.seconds.trim_start_matches("{0}").trim()}
                </span>
            </p>
        </div>
    }
}
