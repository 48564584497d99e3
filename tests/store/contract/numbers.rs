//! Account numbers and names.

use uuid::Uuid;
use wpp_panel::connect::ports::Session;

use crate::harness::{Db, account, entry};

async fn remove(db: &Db, session: &Session) {
    db.store.remove(session.id, &entry(session, "cancel")).await.unwrap();
}

pub async fn numbers_count_up_and_gaps_are_filled(db: &Db) {
    let organization = db.organization_with("3f2a91c7-0000-4000-8000-000000000001".parse().unwrap()).await;
    let mut sessions = Vec::new();
    for seconds in 0..3 {
        sessions.push(db.added(organization, seconds).await);
    }
    let numbers: Vec<&str> = sessions.iter().map(account).collect();
    assert_eq!(numbers, ["org_3f2a91c7", "org_3f2a91c7_2", "org_3f2a91c7_3"]);
    remove(db, &sessions[1]).await;
    assert_eq!(account(&db.added(organization, 4).await), "org_3f2a91c7_2");
    remove(db, &sessions[0]).await;
    assert_eq!(account(&db.added(organization, 5).await), "org_3f2a91c7");
}

pub async fn a_number_is_in_use_until_its_row_is_gone(db: &Db) {
    let organization = db.organization().await;
    let leaving = db.connected(organization, 0).await;
    db.store.mark_removing(leaving.id, &entry(&leaving, "disconnect")).await.unwrap();
    let next = db.added(organization, 1).await;
    assert_eq!(account(&next), format!("{}_2", account(&leaving)));
    remove(db, &leaving).await;
    assert_eq!(account(&db.added(organization, 2).await), account(&leaving));
}

pub async fn organizations_with_the_same_prefix_do_not_meet(db: &Db) {
    let id = |text: &str| text.parse::<Uuid>().unwrap();
    let first = db.organization_with(id("3f2a91c7-0000-4000-8000-000000000001")).await;
    let second = db.organization_with(id("3f2a91c7-1111-4000-8000-000000000002")).await;
    let third = db.organization_with(id("3f2a91c7-1111-4000-8000-000000000003")).await;
    let near = db.organization_with(id("3f2a91c8-1111-4000-8000-000000000004")).await;
    for organization in [first, second, third, near, first, second] {
        db.added(organization, 0).await;
    }
    let mut numbers = Vec::new();
    for organization in [first, second, third, near] {
        let mut own: Vec<String> =
            db.store.sessions(organization).await.unwrap().iter().map(|one| account(one).to_owned()).collect();
        own.sort();
        numbers.push(own);
    }
    assert_eq!(
        numbers,
        [
            vec!["org_3f2a91c7", "org_3f2a91c7_2"],
            vec!["org_3f2a91c71111", "org_3f2a91c71111_2"],
            vec!["org_3f2a91c711114000"],
            vec!["org_3f2a91c8"],
        ]
    );
}

pub async fn names_are_told_apart(db: &Db) {
    let (organization, other) = (db.organization().await, db.organization().await);
    let theirs = db.row(organization, "whatsapp", "green_api").await;
    let rename =
        format!("UPDATE messenger_integrations SET name = 'WhatsApp', is_primary = FALSE WHERE id = '{theirs}'");
    db.raw.run(&rename).await.unwrap();
    let first = db.added(organization, 0).await;
    let second = db.added(organization, 1).await;
    assert_eq!([first.name.as_str(), &second.name], ["WhatsApp 2", "WhatsApp 3"]);
    remove(db, &first).await;
    assert_eq!(db.added(organization, 2).await.name, "WhatsApp 2");
    assert_eq!(db.added(other, 0).await.name, "WhatsApp");
}
