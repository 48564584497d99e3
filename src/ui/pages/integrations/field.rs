//! A field with its label, its hint, and what was wrong with it.

use leptos::prelude::*;

use crate::ui::words::{
    fill,
    providers::{ProviderWords, t},
};

/// Why a form is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// The name cannot be taken.
    Name,
    /// The account cannot be one of this provider.
    Account,
    /// The account is in the list already, under this name.
    Taken(String),
    /// The token cannot be taken.
    Token,
    /// The token is what a mask has left of one.
    MaskedToken,
}

/// What the fields take, in characters.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest name.
    pub name: usize,
    /// The longest account of any provider.
    pub account: usize,
    /// The longest token.
    pub token: usize,
}

/// What is said at the fields name, account and token, in this order.
pub(super) fn complaints(bad: &[Bad], limits: Limits, words: &ProviderWords) -> [Option<String>; 3] {
    let mut said = [const { None }; 3];
    for bad in bad {
        let (field, text) = match bad {
            Bad::Name => (0, fill(t().bad_name, &[&limits.name])),
            Bad::Account => (1, words.bad_account.to_owned()),
            Bad::Taken(name) => (1, fill(t().taken, &[&name])),
            Bad::Token => (2, fill(t().bad_token, &[&limits.token])),
            Bad::MaskedToken => (2, t().masked_token.to_owned()),
        };
        said[field] = Some(text);
    }
    said
}

/// One line of text.
#[component]
pub(super) fn Field(
    /// Of the element; its note has it with `-note` behind.
    id: String,
    /// Of the field in the form.
    name: &'static str,
    /// What it asks for.
    label: &'static str,
    /// As typed before.
    #[prop(optional)]
    value: String,
    /// What is said below while nothing is wrong.
    #[prop(into)]
    hint: String,
    /// What is wrong.
    bad: Option<String>,
    /// The longest text, in characters.
    maxlength: usize,
    /// Whether it may not be empty.
    required: bool,
    /// Whether the keyboard begins here.
    focused: bool,
    /// The keyboard of a phone: `text` or `numeric`.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Whether nobody beside the person should read it.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    let note = format!("{id}-note");
    let wrong = bad.is_some();
    // no field of passwords: browsers would offer, save and fill in the panel's own one there
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                name=name
                class:secret=secret
                type="text"
                inputmode=inputmode
                autocomplete="off"
                autocapitalize="none"
                spellcheck=if secret { "false" } else { "true" }
                maxlength=maxlength
                required=required
                autofocus=focused
                aria-invalid=wrong.then_some("true")
                aria-describedby=note.clone()
                value=value
            />
            <p class="field-note" class:bad=wrong role=wrong.then_some("alert") id=note>
                {bad.unwrap_or(hint)}
            </p>
        </div>
    }
}
