//! The calls for a CRM, to be read: the OpenAPI document without any script.

use leptos::prelude::*;

use crate::ui::{
    shell::{Frame, Shell},
    words::{docs::t, here},
};

/// The whole document.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// What it is about.
    pub lead: String,
    /// The version of the panel.
    pub version: String,
    /// Calls that belong together.
    pub groups: Vec<Group>,
}

/// Calls that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they are about.
    pub name: String,
    /// In the order of the document.
    pub calls: Vec<Call>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Names it in the page's address.
    pub id: String,
    /// `POST`, …
    pub method: String,
    /// `/functions/v1/…`
    pub path: String,
    /// What it does.
    pub about: String,
    /// Who may call.
    pub security: String,
    /// What goes into the address and the head.
    pub parameters: Vec<Field>,
    /// What goes into the body.
    pub body: Option<Content>,
    /// What comes back, by status.
    pub answers: Vec<Answer>,
}

/// A parameter, or a field of a body.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type, and where it goes if that is not the body.
    pub kind: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub about: String,
}

/// A body.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Its fields.
    pub fields: Vec<Field>,
    /// Examples as JSON, each with its name if there are several.
    pub examples: Vec<(String, String)>,
}

/// What comes back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: String,
    /// When it comes.
    pub about: String,
    /// What is in it.
    pub content: Content,
}

/// «API для CRM»
#[component]
pub fn DocsPage(
    /// What every page has.
    frame: Frame,
    /// What is shown.
    docs: Docs,
) -> impl IntoView {
    let Docs { lead, version, groups } = docs;
    let entries = groups.iter().flat_map(|group| &group.calls).map(|call| {
        let (href, text) = (format!("#{}", call.id), format!("{} {}", call.method, call.path));
        view! { <li><a href=href><code>{text}</code></a></li> }
    });
    let entries = entries.collect_view();
    view! {
        <Shell frame title=t().title wide=true>
            <div class="docs">
                <h1>{t().title}</h1>
                <p lang="en">{lead}</p>
                <p>{t().made_of}" "<a href="/openapi.json">"/openapi.json"</a>" · "{t().version}" "{version}</p>
                <nav aria-label=t().calls><ul>{entries}</ul></nav>
                {groups.into_iter().map(|group| view! { <CallGroup group /> }).collect_view()}
            </div>
        </Shell>
    }
}

#[component]
fn CallGroup(group: Group) -> impl IntoView {
    view! {
        <h2 lang="en">{group.name}</h2>
        {group.calls.into_iter().map(|call| view! { <OneCall call /> }).collect_view()}
    }
}

#[component]
fn OneCall(call: Call) -> impl IntoView {
    let Call { id, method, path, about, security, parameters, body, answers } = call;
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status.starts_with('2'));
    view! {
        <section class="call" id=id lang="en">
            <h3><code>{method}" "{path}</code></h3>
            <p>{about}</p>
            <p class="fine"><span lang=here().code>{t().security}</span>": "{security}</p>
            {(!parameters.is_empty()).then(|| view! { <h4 lang=here().code>{t().parameters}</h4><Fields fields=parameters /> })}
            {body.map(|content| view! { <h4 lang=here().code>{t().body}</h4><Body content /> })}
            {good.into_iter().map(|answer| view! {
                <h4><span lang=here().code>{t().answers}</span>" "<code>{answer.status}</code></h4>
                <p>{answer.about}</p>
                <Body content=answer.content />
            }).collect_view()}
            <details>
                <summary lang=here().code>{t().refusals}</summary>
                {bad.into_iter().map(|answer| view! {
                    <p><code>{answer.status}</code>" "{answer.about}</p>
                    <Examples examples=answer.content.examples />
                }).collect_view()}
            </details>
        </section>
    }
}

#[component]
fn Body(content: Content) -> impl IntoView {
    let Content { fields, examples } = content;
    view! {
        <Examples examples />
        {(!fields.is_empty()).then(|| view! {
            <details>
                <summary lang=here().code>{t().fields}</summary>
                <Fields fields />
            </details>
        })}
    }
}

#[component]
fn Examples(examples: Vec<(String, String)>) -> impl IntoView {
    let one = |(name, json): (String, String)| {
        // a long line is scrolled sideways, also from the keyboard
        view! {
            {(!name.is_empty()).then(|| view! { <p class="fine">{name}</p> })}
            <pre tabindex="0"><code>{json}</code></pre>
        }
    };
    examples.into_iter().map(one).collect_view()
}

#[component]
fn Fields(fields: Vec<Field>) -> impl IntoView {
    let items = fields.into_iter().map(|field| {
        view! {
            <dt>
                <code>{field.name}</code>
                " "
                <span class="fine">{field.kind}</span>
                {field.required.then(|| view! { " "<span class="fine" lang=here().code>{t().required}</span> })}
            </dt>
            <dd>{field.about}</dd>
        }
    });
    view! { <dl>{items.collect_view()}</dl> }
}
