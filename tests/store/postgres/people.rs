//! People of a CRM: who they are and what they may do is hers to say.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{NewSignIn, NewUser, StoreError},
    domain::{
        actor::{Actor, Role},
        ids::{OrganizationId, UserId},
    },
    store::Options,
};

use crate::harness::NOW;

use super::kit::{Crm, organization, person};

fn made_here(organization: OrganizationId) -> NewUser {
    NewUser {
        id: UserId(Uuid::new_v4()),
        organization,
        email: "admin@example.org".to_owned(),
        password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA".to_owned(),
        role: Role::Admin,
        now: NOW,
    }
}

#[tokio::test]
async fn rights_are_those_of_the_crm() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let rights = |number: u8| {
        let store = store.clone();
        async move { store.person(person(number)).await.unwrap().map(|actor| (actor.organization, actor.role)) }
    };
    let school = organization(1);
    assert_eq!(rights(1).await, Some((school, Role::Owner)), "an owner");
    assert_eq!(rights(2).await, Some((school, Role::Member)), "a viewer");
    assert_eq!(rights(3).await, Some((school, Role::Admin)), "one role of several is enough");
    assert_eq!(rights(4).await, None, "without an organization");
    assert_eq!(rights(5).await, Some((school, Role::Member)), "without a role");
    assert_eq!(rights(6).await, None, "nobody");

    let managers =
        crm.open_with(Options { admin_roles: vec!["manager".to_owned()], ..Options::default() }).await.unwrap();
    assert_eq!(managers.person(person(3)).await.unwrap().unwrap().role, Role::Admin);
    assert_eq!(managers.person(person(1)).await.unwrap().unwrap().role, Role::Member);
}

#[tokio::test]
async fn words_for_an_administrator_are_known_in_any_letter_case() {
    let crm = Crm::new(
        "ALTER TABLE public.user_roles ALTER COLUMN role TYPE text;
         UPDATE public.user_roles SET role = upper(role);
         UPDATE public.user_roles SET role = 'Владелец' WHERE role = 'VIEWER'",
    )
    .await;
    let admin_roles = vec!["owner".to_owned(), "владелец".to_owned()];
    let store = crm.open_with(Options { admin_roles, ..Options::default() }).await.unwrap();
    for (number, role) in [(1, Role::Owner), (2, Role::Admin)] {
        assert_eq!(store.person(person(number)).await.unwrap().unwrap().role, role);
    }
}

#[tokio::test]
async fn somebody_of_the_crm_can_be_signed_in_until_the_crm_says_otherwise() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let sign_in = NewSignIn {
        token_hash: [1; 32],
        user: person(1),
        email: Some("owner@school.example.org".to_owned()),
        address: None,
        agent: None,
        now: NOW,
        expires_at: NOW.plus(Duration::from_secs(60)),
    };
    store.create_sign_in(&sign_in).await.unwrap();
    let actor = Actor {
        user: person(1),
        organization: organization(1),
        organization_name: "Школа «Окей»".to_owned(),
        email: "owner@school.example.org".to_owned(),
        role: Role::Owner,
        address: None,
    };
    assert_eq!(store.signed_in([1; 32], NOW).await.unwrap(), Some(actor.clone()));
    crm.raw.run("DELETE FROM public.user_roles").await.unwrap();
    assert_eq!(store.signed_in([1; 32], NOW).await.unwrap(), Some(Actor { role: Role::Member, ..actor }));
    crm.raw.run("UPDATE public.profiles SET organization_id = NULL").await.unwrap();
    assert_eq!(store.signed_in([1; 32], NOW).await.unwrap(), None);
}

/// A profile would have to be somebody of the CRM's own sign-in.
#[tokio::test]
async fn who_is_made_here_touches_nothing_of_the_crm() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    let before = crm.rows(&[]).await;
    let user = made_here(organization(2));
    assert!(store.create_user(&user).await.unwrap());
    assert_eq!(crm.rows(&[]).await, before);
    let known = store.person(user.id).await.unwrap().unwrap();
    assert_eq!((known.organization, known.role, known.email), (organization(2), Role::Admin, user.email));
}

#[tokio::test]
async fn a_crm_with_people_needs_no_first_run() {
    let crm = Crm::new("").await;
    let store = crm.open().await;
    assert!(store.any_user().await.unwrap());
    let first = made_here(OrganizationId(Uuid::new_v4()));
    assert!(!store.create_first("Школа", &first).await.unwrap());
    assert!(!store.organization_exists(first.organization).await.unwrap());
}

#[tokio::test]
async fn an_organization_that_wants_more_is_the_crms_to_make() {
    let crm = Crm::new("ALTER TABLE public.organizations ADD COLUMN tariff text NOT NULL DEFAULT 'free'").await;
    let store = crm.open().await;
    let id = OrganizationId(Uuid::new_v4());
    store.create_organization(id, "Новая", NOW).await.unwrap();
    assert!(store.organization_exists(id).await.unwrap());

    crm.raw.run("ALTER TABLE public.organizations ALTER COLUMN tariff DROP DEFAULT").await.unwrap();
    let refused = store.create_organization(OrganizationId(Uuid::new_v4()), "Ещё", NOW).await;
    let Err(StoreError::Refused(why)) = refused else { panic!("{refused:?}") };
    assert!(why.contains("make it in the CRM") && why.contains("tariff") && !why.contains("Ещё"), "{why}");
}
