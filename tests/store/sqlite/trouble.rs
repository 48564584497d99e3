//! A database that cannot be used now: an answer, never a panic, and never a silent loss.

use std::{
    fs::{self, OpenOptions},
    os::unix::fs::FileExt as _,
};

use tempfile::TempDir;
use wpp_panel::{
    connect::ports::{Reservation, StoreError},
    store::{OpenError, Sealer, open},
};

use crate::harness::{KEY, NOW, entry, new_session, sqlite, sqlite_in};

fn is_unavailable<T: std::fmt::Debug>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

/// Mode bits mean nothing to root, so the file itself says that it may only be read: a write version above 2 in byte
/// 18 does (<https://www.sqlite.org/fileformat2.html>).
#[tokio::test]
async fn a_file_made_read_only_under_way_is_unavailable_for_writing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("data/panel.db");
    let db = sqlite_in(folder).await;
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    db.raw.run("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    OpenOptions::new().write(true).open(&path).unwrap().write_all_at(&[9], 18).unwrap();
    // another process's write makes every connection read the file's first page again
    db.raw.run("UPDATE sessions SET phone = '79990001122'").await.unwrap();

    let reserved = db.store.reserve(&new_session(organization), Reservation::Add).await;
    assert!(is_unavailable(&reserved), "{reserved:?}");
    let touched = db.store.touch_attempt(session.id, NOW).await;
    assert!(is_unavailable(&touched), "{touched:?}");
    let removed = db.store.remove(session.id, &entry(&session, "disconnect")).await;
    assert!(is_unavailable(&removed), "{removed:?}");
    assert_eq!(db.store.sessions(organization).await.unwrap().len(), 1, "reading goes on");

    let opened = open(&format!("sqlite://{}", path.display()), Sealer::new(KEY)).await.err();
    assert!(matches!(opened, Some(OpenError::Store(StoreError::Unavailable(_)))), "{opened:?}");
}

#[tokio::test]
async fn a_folder_that_has_gone_is_unavailable() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let db = sqlite_in(folder).await;
    fs::rename(&data, data.with_file_name("moved")).unwrap();
    let organization = wpp_panel::domain::ids::OrganizationId(uuid::Uuid::new_v4());
    let listed = db.store.sessions(organization).await;
    assert!(is_unavailable(&listed), "{listed:?}");
    let ping = db.store.ping().await;
    assert!(is_unavailable(&ping), "{ping:?}");
    fs::rename(data.with_file_name("moved"), &data).unwrap();
    db.store.ping().await.unwrap();
    assert_eq!(db.store.sessions(organization).await.unwrap(), []);
}

#[tokio::test]
async fn a_file_replaced_by_another_is_noticed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("data/panel.db");
    let db = sqlite_in(folder).await;
    db.store.ping().await.unwrap();
    fs::copy(&path, path.with_file_name("copy")).unwrap();
    fs::rename(path.with_file_name("copy"), &path).unwrap();
    let ping = db.store.ping().await;
    assert!(is_unavailable(&ping), "{ping:?}");
}

#[tokio::test]
async fn a_place_that_cannot_be_is_unavailable() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for path in [folder.path().join("file/panel.db"), folder.path().to_owned()] {
        let opened = open(&format!("sqlite://{}", path.display()), Sealer::new(KEY)).await.err();
        assert!(matches!(opened, Some(OpenError::Store(StoreError::Unavailable(_)))), "{opened:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    let text = "somebody's thesis ".repeat(100);
    fs::write(&path, &text).unwrap();
    let opened = open(&format!("sqlite://{}", path.display()), Sealer::new(KEY)).await.err();
    assert!(matches!(opened, Some(OpenError::Store(StoreError::Corrupt(_)))), "{opened:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let db = sqlite().await;
    db.store.close().await;
    let user = db.store.any_user().await;
    assert!(is_unavailable(&user), "{user:?}");
    let ended = db.store.end_sign_in([1; 32]).await;
    assert!(is_unavailable(&ended), "{ended:?}");
}
