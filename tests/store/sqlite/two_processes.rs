//! Two processes on one file: the old server and the new one during an upgrade, or the command line beside a server.

use tempfile::TempDir;
use wpp_panel::{
    connect::ports::{Reservation, Reserved},
    store::{Sealer, open},
};

use crate::harness::{KEY, new_session, sqlite_in};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_connect_at_once_make_one_row() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("data/panel.db").display());
    let db = sqlite_in(folder).await;
    let second = open(&url, Sealer::new(KEY)).await.unwrap();
    let organization = db.organization().await;
    let tasks: Vec<_> = (0..16)
        .map(|index| {
            let store = if index % 2 == 0 { db.store.clone() } else { second.clone() };
            tokio::spawn(async move { store.reserve(&new_session(organization), Reservation::Connect).await.unwrap() })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += usize::from(matches!(task.await.unwrap(), Reserved::Created(_)));
    }
    assert_eq!(made, 1);
    assert_eq!(second.sessions(organization).await.unwrap().len(), 1);
}
