//! Opening, migrating, and the sentences for the operator.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use tempfile::TempDir;
use uuid::Uuid;
use wpp_panel::{
    connect::ports::Reservation,
    domain::ids::OrganizationId,
    store::{MigrationReport, OpenError, Sealer, migrate, open},
};

use crate::harness::{KEY, NOW, backdoor, created, new_session};

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

async fn sentence(url: &str) -> String {
    open(url, Sealer::new(KEY)).await.err().expect(url).to_string()
}

#[tokio::test]
async fn another_scheme_is_named_and_its_password_is_not() {
    let said = sentence("mysql://panel:hunter2@127.0.0.1/panel").await;
    assert!(said.contains("DATABASE_URL") && said.contains("mysql://"), "{said}");
    let bare = sentence("panel:hunter2@127.0.0.1").await;
    let odd = sentence("pa nel hunter2://x").await;
    for said in [said, bare, odd] {
        assert!(said.contains("sqlite://path") && !said.contains("hunter2"), "{said}");
    }
}

#[tokio::test]
async fn a_url_without_a_file_is_refused() {
    for url in ["sqlite://", "sqlite://:memory:", "sqlite://a.db?mode=memory", "sqlite://file:a.db", "sqlite://data/"] {
        let refused = open(url, Sealer::new(KEY)).await.err();
        assert!(matches!(refused, Some(OpenError::NoFile)), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn what_is_made_is_for_its_owner_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("data/deep/panel.db");
    let store = open(&url(&path), Sealer::new(KEY)).await.unwrap();
    for folder in [path.parent().unwrap(), path.parent().unwrap().parent().unwrap()] {
        assert_eq!(mode(folder), 0o700);
    }
    for file in ["panel.db", "panel.db-wal", "panel.db-shm"] {
        assert_eq!(mode(&path.with_file_name(file)), 0o600, "{file}");
    }
    // with a reader open
    assert!(!store.any_user().await.unwrap());
    store.close().await;
    assert_eq!(fs::read(&path).unwrap()[18..20], [2, 2], "the format of a write-ahead log");
    assert!(!path.with_file_name("panel.db-wal").exists(), "closing folds the log into the file");
}

#[tokio::test]
async fn migrating_twice_is_migrating_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    let first = migrate(&url(&path)).await.unwrap();
    assert_eq!(first.applied[0], (1, "foundation".to_owned()));
    let versions: Vec<i64> = first.applied.iter().map(|(version, _)| *version).collect();
    assert_eq!(versions, (1..=first.version).collect::<Vec<_>>());
    let said = first.to_string();
    let last = format!("the database stands at {:04}", first.version);
    assert!(said.starts_with("applied 0001 foundation\n") && said.ends_with(&last), "{said}");
    let second = migrate(&url(&path)).await.unwrap();
    assert_eq!(second, MigrationReport { applied: vec![], version: first.version });
    let store = open(&url(&path), Sealer::new(KEY)).await.unwrap();
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_newer_database_and_an_altered_one_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    migrate(&url(&path)).await.unwrap();
    let raw = backdoor(&path).await;
    raw.run(
        "INSERT INTO _sqlx_migrations
         SELECT 999, 'later', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await
    .unwrap();
    let refused = migrate(&url(&path)).await;
    assert!(matches!(refused, Err(OpenError::TooNew(999))), "{refused:?}");
    raw.run("DELETE FROM _sqlx_migrations WHERE version = 999; UPDATE _sqlx_migrations SET checksum = x'00'")
        .await
        .unwrap();
    let refused = migrate(&url(&path)).await;
    assert!(matches!(refused, Err(OpenError::Altered(1))), "{refused:?}");
}

#[tokio::test]
async fn another_key_is_one_clear_sentence() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    open(&url(&path), Sealer::new(KEY)).await.unwrap().close().await;
    let other = Sealer::new([8; 32]);
    let error = open(&url(&path), other.clone()).await.err().unwrap();
    let said = error.to_string();
    assert!(matches!(error, OpenError::WrongKey { .. }), "{said}");
    for word in ["another key", "APP_SECRET_KEY", other.key_id(), Sealer::new(KEY).key_id()] {
        assert!(said.contains(word), "{word}: {said}");
    }
    open(&url(&path), Sealer::new(KEY)).await.unwrap();
}

#[tokio::test]
async fn lesson_01_what_was_kept_is_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    let store = open(&url(&path), Sealer::new(KEY)).await.unwrap();
    let organization = OrganizationId(Uuid::new_v4());
    store.create_organization(organization, "Школа", NOW).await.unwrap();
    let made = created(store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    store.close().await;
    let store = open(&url(&path), Sealer::new(KEY)).await.unwrap();
    assert_eq!(store.sessions(organization).await.unwrap(), [made]);
}
