//! Making organizations and people.

use wpp_panel::{
    connect::ports::Clock as _,
    domain::{actor::Role, ids::OrganizationId, secret::Secret},
    people::{
        admin::{AdminError, Person, create_organization, create_user},
        email::Email,
        password::{Password, Passwords},
    },
};

use crate::support::{
    clock::{CountingRandom, ManualClock},
    people::MemoryPeople,
};

fn person(organization: OrganizationId, email: &str) -> Person {
    Person {
        organization,
        email: Email::parse(email).unwrap(),
        password: Password::parse("correct horse").unwrap(),
        role: Role::Admin,
    }
}

#[tokio::test]
async fn an_organization_is_made_under_its_trimmed_name() {
    let (store, clock, random) = (MemoryPeople::default(), ManualClock::default(), CountingRandom::default());
    let id = create_organization(&store, &clock, &random, "  Школа 57 ").await.unwrap();
    assert_eq!(store.tables().organizations, [(id, "Школа 57".to_owned())]);
}

#[tokio::test]
async fn an_organization_needs_a_name_of_one_line() {
    let (store, clock, random) = (MemoryPeople::default(), ManualClock::default(), CountingRandom::default());
    for name in ["", "  ", "two\nlines", &"x".repeat(201)] {
        let made = create_organization(&store, &clock, &random, name).await;
        assert!(matches!(made, Err(AdminError::BadName)), "{name:?}");
    }
    assert!(store.tables().organizations.is_empty());
}

#[tokio::test]
async fn a_person_is_made_whose_password_is_kept_as_a_hash() {
    let (store, clock, random) = (MemoryPeople::default(), ManualClock::default(), CountingRandom::default());
    let passwords = Passwords::default();
    let organization = create_organization(&store, &clock, &random, "Школа").await.unwrap();
    let id =
        create_user(&store, &passwords, &clock, &random, &person(organization, " Anna@Example.ORG ")).await.unwrap();
    let user = store.tables().users[0].clone();
    assert_eq!((user.id, user.organization, user.role, user.now), (id, organization, Role::Admin, clock.now()));
    assert_eq!(user.email, "anna@example.org");
    assert!(passwords.verify(&Secret::new("correct horse"), &user.password_hash).await.unwrap());
}

#[tokio::test]
async fn a_person_needs_an_organization_that_exists() {
    let (store, clock, random) = (MemoryPeople::default(), ManualClock::default(), CountingRandom::default());
    let nowhere: OrganizationId = "5b0c3b1e-7c2b-4c6a-9a53-0f6a0e0a3c11".parse().unwrap();
    let made = create_user(&store, &Passwords::default(), &clock, &random, &person(nowhere, "anna@example.org")).await;
    assert!(matches!(made, Err(AdminError::NoOrganization(id)) if id == nowhere));
    assert!(store.tables().users.is_empty());
}

#[tokio::test]
async fn an_address_is_one_persons_whatever_its_letter_case() {
    let (store, clock, random) = (MemoryPeople::default(), ManualClock::default(), CountingRandom::default());
    let passwords = Passwords::default();
    let organization = create_organization(&store, &clock, &random, "Школа").await.unwrap();
    create_user(&store, &passwords, &clock, &random, &person(organization, "anna@example.org")).await.unwrap();
    let again = create_user(&store, &passwords, &clock, &random, &person(organization, "ANNA@example.org")).await;
    assert!(matches!(again, Err(AdminError::EmailTaken(email)) if email == "anna@example.org"));
    assert_eq!(store.tables().users.len(), 1);
}

#[test]
fn what_cannot_be_an_address_is_refused() {
    for text in ["", "anna", "@example.org", "anna@", "a@b@c", "an na@example.org", "a@.org", "a@org.", "a@b..c"] {
        assert!(Email::parse(text).is_err(), "{text:?}");
    }
    assert!(Email::parse(&format!("{}@example.org", "a".repeat(250))).is_err());
    for text in ["a@b", "anna+whatsapp@школа.рф", "first.last@mail.example.org"] {
        assert!(Email::parse(text).is_ok(), "{text:?}");
    }
}
