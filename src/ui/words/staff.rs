//! Words of «Сотрудники», and of the page behind an invitation.

use crate::domain::actor::Role;

texts! {
    /// See `locales`.
    Words in "staff" {
        /// Heading and title.
        title,
        /// Who is shown here.
        about,
        /// Where people of the CRM are.
        of_the_crm,
        /// Heading of the form that invites.
        invite_title,
        /// What comes of it.
        invite_about,
        /// Label: the address.
        email,
        /// It is no address.
        bad_email,
        /// A colleague has it.
        already_here,
        /// So many invitations are out; the number is the most.
        too_many,
        /// Label: the role.
        role,
        /// The button that makes a link.
        invite,
        /// Label of the link that was made; the text is whom it is for.
        link,
        /// What to do with it.
        link_about,
        /// The one who looks.
        you,
        /// Heading of the table.
        people,
        /// Column: who.
        who,
        /// Column: here last.
        seen,
        /// Never here yet.
        never,
        /// Column: what can be done.
        actions,
        /// The button that gives the chosen role.
        save,
        /// The link to the question.
        remove,
        /// Heading of the invitations.
        invitations,
        /// Column: when it ends.
        until,
        /// The button that calls one back.
        revoke,
        /// A role was given.
        changed,
        /// Somebody was removed.
        removed,
        /// An invitation was called back.
        revoked,
        /// Somebody else was faster.
        outdated,
        /// The only owner stays one.
        last_owner,
        /// The question.
        remove_title,
        /// What follows from a yes.
        remove_text,
        /// No.
        cancel,
        /// Title of the page behind a link.
        join_title,
        /// Where it leads: the organization's name, the role.
        join_about,
        /// Label: the password.
        password,
        /// What a password must be; the number is its least length.
        hint,
        /// It cannot be taken; the number is its least length.
        bad_password,
        /// The button.
        join,
        /// The link is used, called back, over or wrong.
        bad_link,
        /// Where to get another.
        bad_link_where,
        /// Somebody signs in with this address.
        email_taken,
        /// What to do then.
        email_taken_where,
        /// The name of the role.
        owner,
        /// The name of the role.
        admin,
        /// The name of the role.
        member,
        /// What an owner may do.
        owner_about,
        /// What an administrator may do.
        admin_about,
        /// What a member may do.
        member_about,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().staff
}

impl Words {
    /// The name of a role.
    #[must_use]
    pub fn role_name(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner,
            Role::Admin => self.admin,
            Role::Member => self.member,
        }
    }

    /// What a role may do.
    #[must_use]
    pub fn role_about(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.owner_about,
            Role::Admin => self.admin_about,
            Role::Member => self.member_about,
        }
    }
}
