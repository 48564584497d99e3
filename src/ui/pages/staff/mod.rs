//! «Сотрудники»: who may do what, and invitations. Plain forms, for administrators; and the page behind an invitation.

mod invite;
mod join;
mod people;
mod remove;

use leptos::prelude::*;

use crate::{
    domain::{
        actor::{Actor, Role},
        staff::{Colleague, Invitation},
        time::Timestamp,
    },
    ui::{
        inert::IntoInert as _,
        pages::link_field::LinkField,
        shell::{Frame, Section, Shell},
        words::{fill, staff::t},
    },
};

pub use join::{Join, JoinPage};

/// What the page shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// Everybody, and the form.
    Staff(Box<Staff>),
    /// The question before somebody goes.
    Remove(Colleague),
}

/// Everybody, and the form.
#[derive(Clone, Debug)]
pub struct Staff {
    /// By role and address.
    pub colleagues: Vec<Colleague>,
    /// The newest first.
    pub invitations: Vec<Invitation>,
    /// Whether the viewer is the CRM's, where there are more people.
    pub has_crm: bool,
    /// What is in the form.
    pub form: InviteForm,
    /// What is to be said first.
    pub note: Option<Note>,
}

/// What is in the form.
#[derive(Clone, Debug)]
pub struct InviteForm {
    /// As typed before.
    pub email: String,
    /// The role that is chosen.
    pub role: Role,
    /// What is wrong.
    pub bad: Option<BadInvite>,
}

/// Why no invitation was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadInvite {
    /// It is no address.
    Email,
    /// A colleague has it.
    AlreadyHere,
    /// This many are out.
    TooMany(u32),
}

/// What is to be said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// An invitation was made: whom it is for, and its link.
    Link(String, String),
    /// A role was given.
    Changed,
    /// Somebody was removed.
    Removed,
    /// An invitation was called back.
    Revoked,
    /// Somebody else was faster.
    Outdated,
    /// The only owner stays one.
    LastOwner,
}

/// The page.
#[component]
pub fn StaffPage(
    /// What every page has.
    frame: Frame,
    /// An administrator.
    viewer: Actor,
    /// What to show.
    part: Part,
    /// Now.
    now: Timestamp,
) -> impl IntoView {
    let content = match part {
        Part::Remove(colleague) => view! { <remove::RemovePart colleague /> }.into_inert(),
        Part::Staff(staff) => view! { <StaffPart viewer=viewer.clone() staff=*staff now /> }.into_inert(),
    };
    view! {
        <Shell frame title=t().title viewer=viewer here=Section::Staff>
            {content}
        </Shell>
    }
}

#[component]
fn StaffPart(viewer: Actor, staff: Staff, now: Timestamp) -> impl IntoView {
    let Staff { colleagues, invitations, has_crm, form, note } = staff;
    let invitations =
        (!invitations.is_empty()).then(|| view! { <invite::Invitations rows=invitations viewer=viewer.role now /> });
    view! {
        <div class="head">
            <div>
                <h1>{t().title}</h1>
                <p class="fine">{t().about}</p>
            </div>
        </div>
        {has_crm.then(|| view! { <p class="note info">{t().of_the_crm}</p> })}
        {note.map(|note| view! { <Said note /> })}
        <people::People rows=colleagues viewer=viewer.clone() now />
        {invitations}
        <invite::InvitePart form viewer=viewer.role />
    }
}

#[component]
fn Said(note: Note) -> impl IntoView {
    let (class, role, text) = match note {
        Note::Link(email, link) => {
            return view! { <LinkField label=fill(t().link, &[&email]) link about=t().link_about /> }.into_inert();
        }
        Note::Changed => ("note ok", "status", t().changed),
        Note::Removed => ("note ok", "status", t().removed),
        Note::Revoked => ("note ok", "status", t().revoked),
        Note::Outdated => ("note odd", "alert", t().outdated),
        Note::LastOwner => ("note odd", "alert", t().last_owner),
    };
    view! { <p class=class role=role>{text}</p> }.into_inert()
}

/// The roles that `viewer` may give, the least first.
fn given(viewer: Role) -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().rev().filter(move |role| viewer.may_give(*role))
}
