//! Copies of a file that is in use.

use wpp_panel::{
    domain::{ids::OrganizationId, time::Timestamp},
    store::{CopyError, Sealer, backup, open, restore},
};

use uuid::Uuid;

fn sealer() -> Sealer {
    Sealer::new([7; 32])
}

/// A copy of one moment, while somebody writes; nobody takes the file away from under a server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_goes_on_while_it_is_copied_and_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("panel.db"), folder.path().join("copy.db"));
    let store = open(&format!("sqlite://{}", path.display()), sealer()).await.unwrap();
    let organization = |number: u128| OrganizationId(Uuid::from_u128(number));
    store.create_organization(organization(1), "Before", Timestamp(1)).await.unwrap();
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 2..200 {
                store.create_organization(organization(number), "Meanwhile", Timestamp(1)).await.unwrap();
            }
        })
    };
    backup(&path, &copy, Some(&sealer())).await.unwrap();
    writing.await.unwrap();

    let refused = restore(&copy, &path, sealer(), true).await.unwrap_err();
    assert!(matches!(refused, CopyError::InUse(_)), "{refused}");
    assert!(!folder.path().join("panel.db.restoring").exists(), "nothing is left of it");
    assert!(store.organization_exists(organization(1)).await.unwrap(), "the server goes on");
    store.close().await;

    let kept = restore(&copy, &path, sealer(), true).await.unwrap().unwrap();
    assert!(kept.is_file());
    let store = open(&format!("sqlite://{}", path.display()), sealer()).await.unwrap();
    assert!(store.organization_name(organization(1)).await.unwrap().is_some());
    store.close().await;
}
