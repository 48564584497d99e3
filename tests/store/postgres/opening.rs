//! Opening, migrating, and the sentences for the operator.

use wpp_panel::{
    connect::ports::StoreError,
    store::{MigrationReport, OpenError, Sealer, migrate, open},
};

use crate::{
    harness::{KEY, NOW, created, new_session},
    support::postgres,
};

use super::kit::{Crm, organization, row};

#[tokio::test]
async fn migrating_twice_is_migrating_once() {
    let database = postgres::fresh().await;
    let first = migrate(&database.url).await.unwrap();
    let numbers: Vec<i64> = first.applied.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=first.version).collect::<Vec<_>>());
    assert_eq!(first.applied[0], (1, "foundation".to_owned()));
    let second = migrate(&database.url).await.unwrap();
    assert_eq!(second, MigrationReport { applied: vec![], version: first.version });
    open(&database.url, Sealer::new(KEY)).await.unwrap().ping().await.unwrap();
}

/// The two databases are one product: what has a number in one has it in the other.
#[test]
fn migrations_have_the_same_numbers_and_names_everywhere() {
    let names = |folder: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let mut names: Vec<_> = folder.read_dir().unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("postgres"), names("sqlite"));
}

#[tokio::test]
async fn a_newer_database_and_an_altered_one_are_told_apart() {
    let crm = Crm::of("").await;
    migrate(&crm.database.url).await.unwrap();
    crm.raw
        .run(
            "INSERT INTO wpp_panel._sqlx_migrations
             SELECT 999, 'later', installed_on, success, checksum, 0 FROM wpp_panel._sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
    let refused = migrate(&crm.database.url).await;
    assert!(matches!(refused, Err(OpenError::TooNew(999))), "{refused:?}");
    crm.raw
        .run(
            "DELETE FROM wpp_panel._sqlx_migrations WHERE version = 999;
             UPDATE wpp_panel._sqlx_migrations SET checksum = '\\x00' WHERE version = 1",
        )
        .await
        .unwrap();
    let refused = migrate(&crm.database.url).await;
    assert!(matches!(refused, Err(OpenError::Altered(1))), "{refused:?}");
}

#[tokio::test]
async fn another_key_is_one_clear_sentence() {
    let database = postgres::fresh().await;
    open(&database.url, Sealer::new(KEY)).await.unwrap().close().await;
    let other = Sealer::new([8; 32]);
    let error = open(&database.url, other.clone()).await.err().unwrap();
    let said = error.to_string();
    assert!(matches!(error, OpenError::WrongKey { .. }), "{said}");
    assert!(said.contains(other.key_id()) && said.contains(Sealer::new(KEY).key_id()), "{said}");
}

#[tokio::test]
async fn lesson_01_what_was_kept_is_there_after_a_restart() {
    let database = postgres::fresh().await;
    let store = open(&database.url, Sealer::new(KEY)).await.unwrap();
    let organization = wpp_panel::domain::ids::OrganizationId(uuid::Uuid::new_v4());
    store.create_organization(organization, "Школа", NOW).await.unwrap();
    let what = wpp_panel::connect::ports::Reservation::Connect;
    let made = created(store.reserve(&new_session(organization), what).await.unwrap());
    store.close().await;
    let store = open(&database.url, Sealer::new(KEY)).await.unwrap();
    assert_eq!(store.sessions(organization).await.unwrap(), [made]);
}

#[tokio::test]
async fn two_servers_may_start_at_once() {
    for sql in ["", super::kit::FIXTURE] {
        let crm = Crm::of(sql).await;
        let starts = [0; 4].map(|_| crm.open());
        let [first, second, third, fourth] = starts;
        let (first, second, third, fourth) = tokio::join!(first, second, third, fourth);
        let mut seen = Vec::new();
        for store in [first, second, third, fourth] {
            seen.push(store.sessions(organization(1)).await.unwrap());
        }
        assert!(seen.iter().all(|sessions| sessions == &seen[0]));
        assert_eq!(seen[0].len(), if sql.is_empty() { 0 } else { 4 });
        assert_eq!(crm.one("SELECT count(*) FROM wpp_panel.servers").await, "4");
    }
}

/// Rows that two servers see for the first time at the same moment.
#[tokio::test]
async fn two_servers_may_adopt_at_once() {
    let crm = Crm::new("").await;
    let (first, second) = tokio::join!(crm.open(), crm.open());
    for round in 0..5 {
        crm.raw.run("DELETE FROM wpp_panel.sessions").await.unwrap();
        let (one, other) = tokio::join!(first.every_session(), second.every_session());
        assert_eq!(one.unwrap().len(), 6, "round {round}");
        assert_eq!(other.unwrap().len(), 6, "round {round}");
        let number = "SELECT account_number FROM wpp_panel.sessions WHERE integration_id = ";
        assert_eq!(crm.one(&format!("{number} '{}'", row(2))).await, "1000000000018");
        let holders = "SELECT count(*) FROM wpp_panel.sessions WHERE account_number = '1000000000017'";
        assert_eq!(crm.one(holders).await, "1", "one of the two rows that claim it");
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_unavailable_and_a_wrong_name_is_named() {
    let database = postgres::fresh().await;
    let gone = database.url.replace("wpp_panel_test_", "no_such_");
    let said = open(&gone, Sealer::new(KEY)).await.err().unwrap();
    assert!(matches!(&said, OpenError::Store(StoreError::Refused(why)) if why.contains("no_such_")), "{said}");

    let nobody_listens = "postgres://panel:hunter2@127.0.0.1:1/panel";
    let said = open(nobody_listens, Sealer::new(KEY)).await.err().unwrap();
    assert!(matches!(said, OpenError::Store(StoreError::Unavailable(_))), "{said}");
    assert!(!said.to_string().contains("hunter2"), "{said}");

    for odd in ["postgres://panel:hunter2@127.0.0.1:99999/panel", "postgres://127.0.0.1/panel?sslmode=hunter3"] {
        let said = open(odd, Sealer::new(KEY)).await.err().unwrap().to_string();
        assert!(!said.contains("hunter2"), "{said}");
    }
}
