//! Colleagues, their roles, and invitations.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{
        AuditEntry, AuditFilter, Joined, Kept, NewInvitation, NewSignIn, NewUser, RoleChange, StaffChange,
    },
    domain::{
        actor::Role,
        ids::{InvitationId, OrganizationId, UserId},
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW};

const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn person(db: &Db, organization: OrganizationId, email: &str, role: Role) -> UserId {
    let id = UserId(Uuid::new_v4());
    let user = NewUser { id, organization, email: email.to_owned(), password_hash: HASH.to_owned(), role, now: NOW };
    assert!(db.store.create_user(&user).await.unwrap());
    id
}

fn entry(organization: OrganizationId, action: &'static str, at: Timestamp) -> AuditEntry {
    let detail = "anna@example.org".to_owned();
    AuditEntry { at, organization, actor: None, address: None, action, session: None, detail }
}

fn invitation(organization: OrganizationId, email: &str, token: u8, by: UserId) -> NewInvitation {
    NewInvitation {
        id: InvitationId(Uuid::new_v4()),
        organization,
        email: email.to_owned(),
        role: Role::Admin,
        token_hash: [token; 32],
        invited_by: by,
        now: NOW,
        expires_at: NOW.plus(DAY),
    }
}

async fn keep(db: &Db, invitation: &NewInvitation) -> Kept {
    let entry = entry(invitation.organization, "invite_admin", invitation.now);
    db.store.keep_invitation(invitation, 2, &entry).await.unwrap()
}

async fn change(db: &Db, organization: OrganizationId, user: UserId, from: Role, to: Option<Role>) -> StaffChange {
    let change = RoleChange { organization, user, from, to };
    db.store.change_role(change, &entry(organization, "change", NOW)).await.unwrap()
}

async fn actions(db: &Db, organization: OrganizationId) -> Vec<String> {
    let lines = db.store.audit_lines(organization, AuditFilter::default(), 10).await.unwrap();
    lines.into_iter().map(|line| line.action).collect()
}

async fn roles(db: &Db, organization: OrganizationId) -> Vec<(String, Role)> {
    let colleagues = db.store.colleagues(organization).await.unwrap();
    colleagues.into_iter().map(|known| (known.email, known.role)).collect()
}

pub async fn colleagues_are_listed_by_role_and_address(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let boris = person(db, ours, "boris@example.org", Role::Member).await;
    person(db, ours, "anna@example.org", Role::Member).await;
    person(db, ours, "zoya@example.org", Role::Owner).await;
    person(db, ours, "yuri@example.org", Role::Admin).await;
    person(db, theirs, "stranger@example.org", Role::Owner).await;
    let sign_in = NewSignIn {
        token_hash: [1; 32],
        user: boris,
        email: None,
        address: None,
        agent: None,
        now: NOW.plus(DAY),
        expires_at: NOW.plus(DAY * 2),
    };
    db.store.create_sign_in(&sign_in).await.unwrap();
    let found = db.store.colleagues(ours).await.unwrap();
    let names: Vec<_> = found.iter().map(|known| known.email.split('@').next().unwrap()).collect();
    assert_eq!(names, ["zoya", "yuri", "anna", "boris"]);
    assert_eq!((found[3].user, found[3].created_at, found[3].seen_at), (boris, NOW, Some(NOW.plus(DAY))));
    assert_eq!(found[0].seen_at, None);
}

pub async fn a_role_changes_from_what_it_was_seen_to_be(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let anna = person(db, ours, "anna@example.org", Role::Member).await;
    assert_eq!(change(db, ours, anna, Role::Admin, None).await, StaffChange::Outdated);
    assert_eq!(change(db, theirs, anna, Role::Member, None).await, StaffChange::Outdated, "nobody of theirs");
    assert!(actions(db, ours).await.is_empty() && actions(db, theirs).await.is_empty());
    assert_eq!(change(db, ours, anna, Role::Member, Some(Role::Admin)).await, StaffChange::Done);
    assert_eq!(db.store.person(anna).await.unwrap().unwrap().role, Role::Admin);
    assert_eq!(actions(db, ours).await, ["change"]);
}

pub async fn the_last_owner_stays(db: &Db) {
    let organization = db.organization().await;
    let anna = person(db, organization, "anna@example.org", Role::Owner).await;
    // the owner of another organization is none of this one
    person(db, db.organization().await, "stranger@example.org", Role::Owner).await;
    for to in [None, Some(Role::Admin), Some(Role::Member)] {
        assert_eq!(change(db, organization, anna, Role::Owner, to).await, StaffChange::LastOwner);
    }
    person(db, organization, "boris@example.org", Role::Owner).await;
    assert_eq!(change(db, organization, anna, Role::Owner, Some(Role::Member)).await, StaffChange::Done);
}

pub async fn owners_who_remove_each_other_at_once_leave_one(db: &Db) {
    for _ in 0..8 {
        let organization = db.organization().await;
        let mail = |name: &str| format!("{name}-{organization}@example.org");
        let anna = person(db, organization, &mail("anna"), Role::Owner).await;
        let boris = person(db, organization, &mail("boris"), Role::Owner).await;
        let (one, other) = tokio::join!(
            change(db, organization, anna, Role::Owner, None),
            change(db, organization, boris, Role::Owner, Some(Role::Member)),
        );
        let mut got = [one, other];
        got.sort_by_key(|change| *change == StaffChange::LastOwner);
        assert_eq!(got, [StaffChange::Done, StaffChange::LastOwner]);
        let owners = roles(db, organization).await.iter().filter(|(_, role)| *role == Role::Owner).count();
        assert_eq!(owners, 1);
    }
}

pub async fn whoever_is_removed_leaves_nothing_but_their_lines(db: &Db) {
    let organization = db.organization().await;
    let anna = person(db, organization, "anna@example.org", Role::Admin).await;
    let sign_in = NewSignIn {
        token_hash: [7; 32],
        user: anna,
        email: None,
        address: None,
        agent: None,
        now: NOW,
        expires_at: NOW.plus(DAY),
    };
    db.store.create_sign_in(&sign_in).await.unwrap();
    db.store.keep_reset(anna, [8; 32], NOW.plus(DAY)).await.unwrap();
    assert_eq!(keep(db, &invitation(organization, "guest@example.org", 9, anna)).await, Kept::Done);
    db.store.note(&AuditEntry { actor: Some(anna), ..entry(organization, "rename", NOW) }).await.unwrap();

    assert_eq!(change(db, organization, anna, Role::Admin, None).await, StaffChange::Done);
    assert!(db.store.signed_in([7; 32], NOW).await.unwrap().is_none());
    assert!(db.store.sign_ins(anna, NOW).await.unwrap().is_empty());
    assert!(db.store.reset_owner([8; 32], NOW).await.unwrap().is_none());
    assert!(db.store.invitation([9; 32], NOW).await.unwrap().is_none(), "what they could have kept for themselves");
    assert!(db.store.person(anna).await.unwrap().is_none());
    let filter = AuditFilter { actor: Some(anna), ..AuditFilter::default() };
    let lines = db.store.audit_lines(organization, filter, 10).await.unwrap();
    assert_eq!(lines[0].email.as_deref(), Some("anna@example.org"), "who did it is known still");
    // the address is free again
    person(db, organization, "anna@example.org", Role::Member).await;
}

pub async fn a_changed_role_ends_the_invitations_of_before(db: &Db) {
    let organization = db.organization().await;
    let anna = person(db, organization, "anna@example.org", Role::Admin).await;
    let boris = person(db, organization, "boris@example.org", Role::Admin).await;
    keep(db, &invitation(organization, "one@example.org", 1, anna)).await;
    keep(db, &invitation(organization, "two@example.org", 2, boris)).await;
    assert_eq!(change(db, organization, anna, Role::Admin, Some(Role::Member)).await, StaffChange::Done);
    let out = db.store.invitations(organization, NOW).await.unwrap();
    assert_eq!(out.iter().map(|known| known.email.as_str()).collect::<Vec<_>>(), ["two@example.org"]);
}

pub async fn an_invitation_is_one_for_each_address_and_ends(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let host = person(db, ours, "anna@example.org", Role::Owner).await;
    person(db, theirs, "stranger@example.org", Role::Owner).await;
    assert_eq!(keep(db, &invitation(ours, "anna@example.org", 1, host)).await, Kept::AlreadyHere);
    let first = invitation(ours, "guest@example.org", 2, host);
    assert_eq!(keep(db, &first).await, Kept::Done);
    let again = invitation(ours, "guest@example.org", 3, host);
    assert_eq!(keep(db, &again).await, Kept::Done, "in place of the first");
    assert!(db.store.invitation([2; 32], NOW).await.unwrap().is_none());
    let known = db.store.invitation([3; 32], NOW).await.unwrap().unwrap();
    assert_eq!((known.id, known.organization, known.role, known.invited_by), (again.id, ours, Role::Admin, host));
    assert!(!known.organization_name.is_empty());
    // whether somebody elsewhere has this address is not for an administrator to know
    assert_eq!(keep(db, &invitation(ours, "stranger@example.org", 4, host)).await, Kept::Done);
    assert_eq!(keep(db, &invitation(ours, "third@example.org", 5, host)).await, Kept::TooMany);
    assert_eq!(keep(db, &invitation(theirs, "third@example.org", 6, host)).await, Kept::Done);
    assert_eq!(db.store.invitations(ours, NOW).await.unwrap().len(), 2);

    let later = NOW.plus(DAY);
    assert!(db.store.invitation([3; 32], later).await.unwrap().is_none());
    assert!(db.store.invitations(ours, later).await.unwrap().is_empty());
    let late =
        NewInvitation { now: later, expires_at: later.plus(DAY), ..invitation(ours, "third@example.org", 5, host) };
    assert_eq!(keep(db, &late).await, Kept::Done, "those that are over do not count");
}

pub async fn an_invitation_is_called_back_by_its_own_organization(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let host = person(db, ours, "anna@example.org", Role::Owner).await;
    let out = invitation(ours, "guest@example.org", 1, host);
    keep(db, &out).await;
    let revoke =
        async |from| db.store.revoke_invitation(from, out.id, &entry(from, "revoke_invitation", NOW)).await.unwrap();
    assert!(!revoke(theirs).await);
    assert!(revoke(ours).await && !revoke(ours).await);
    assert!(db.store.invitation([1; 32], NOW).await.unwrap().is_none());
    assert_eq!(actions(db, ours).await, ["revoke_invitation", "invite_admin"]);
    assert!(actions(db, theirs).await.is_empty());
}

pub async fn of_many_who_come_with_one_invitation_one_joins(db: &Db) {
    let organization = db.organization().await;
    let host = person(db, organization, "anna@example.org", Role::Owner).await;
    keep(db, &invitation(organization, "guest@example.org", 1, host)).await;
    let join = async || {
        let user = UserId(Uuid::new_v4());
        let entry = entry(OrganizationId(Uuid::new_v4()), "join", NOW);
        db.store.join([1; 32], user, HASH, &entry).await.unwrap()
    };
    let (one, two, three) = tokio::join!(join(), join(), join());
    let done = [one, two, three].iter().filter(|joined| **joined == Joined::Done).count();
    assert_eq!(done, 1, "{one:?} {two:?} {three:?}");
    assert_eq!(join().await, Joined::Unknown);
    let guest = ("guest@example.org".to_owned(), Role::Admin);
    assert!(roles(db, organization).await.contains(&guest));
    assert_eq!(actions(db, organization).await, ["join", "invite_admin"], "the line is the organization's");
}

pub async fn an_invitation_does_not_take_over_somebody_elsewhere(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let host = person(db, ours, "anna@example.org", Role::Owner).await;
    let stranger = person(db, theirs, "stranger@example.org", Role::Member).await;
    keep(db, &invitation(ours, "stranger@example.org", 1, host)).await;
    let joined = db.store.join([1; 32], UserId(Uuid::new_v4()), HASH, &entry(ours, "join", NOW)).await.unwrap();
    assert_eq!(joined, Joined::EmailTaken);
    assert_eq!(db.store.person(stranger).await.unwrap().unwrap().organization, theirs);
    assert!(db.store.invitation([1; 32], NOW).await.unwrap().is_some(), "it can be called back or run out");
}
