//! Leases and tokens between servers.

use std::sync::Arc;

use wpp_panel::{
    connect::ports::{Lease, SharedToken},
    domain::{secret::Secret, time::Timestamp},
    store::Store,
};

use super::kit::Crm;

async fn two() -> (Crm, Arc<dyn Store>, Arc<dyn Store>) {
    let crm = Crm::of("").await;
    let (first, second) = tokio::join!(crm.open(), crm.open());
    (crm, first, second)
}

fn ours(said: &str) -> Lease {
    Lease::Ours(Some(said.to_owned()))
}

#[tokio::test]
async fn a_lease_is_one_servers_until_it_gives_it_back() {
    let (crm, first, second) = two().await;
    assert!(first.shares());
    assert_eq!(first.take("drive 1").await.unwrap(), Lease::Ours(None));
    assert_eq!(first.take("drive 1").await.unwrap(), Lease::Ours(None), "taking it twice is taking it once");
    assert_eq!(second.take("drive 1").await.unwrap(), Lease::Theirs);
    assert_eq!(second.take("drive 2").await.unwrap(), Lease::Ours(None), "another one");
    second.give_back("drive 1", "not mine").await.unwrap();
    assert_eq!(second.take("drive 1").await.unwrap(), Lease::Theirs);
    first.give_back("drive 1", "a code came").await.unwrap();
    assert_eq!(second.take("drive 1").await.unwrap(), ours("a code came"));
    assert_eq!(first.take("drive 1").await.unwrap(), Lease::Theirs);

    second.give_back("drive 1", "later").await.unwrap();
    crm.raw.run("UPDATE wpp_panel.leases SET said_at = said_at - interval '5 seconds'").await.unwrap();
    assert_eq!(first.take("drive 1").await.unwrap(), Lease::Ours(None), "nobody is interested any more");
}

#[tokio::test]
async fn a_lease_can_be_asked_back() {
    let (_crm, first, second) = two().await;
    second.ask_back("sweep").await.unwrap();
    assert_eq!(first.take("sweep").await.unwrap(), Lease::Ours(None));
    assert!(!first.is_asked_back("sweep").await.unwrap());
    second.ask_back("sweep").await.unwrap();
    assert!(first.is_asked_back("sweep").await.unwrap());
    assert!(!second.is_asked_back("sweep").await.unwrap(), "it is not theirs");
    assert_eq!(first.take("sweep").await.unwrap(), Lease::Ours(None));
    assert!(first.is_asked_back("sweep").await.unwrap(), "taking it again is no answer");
    first.give_back("sweep", "").await.unwrap();
    assert_eq!(second.take("sweep").await.unwrap(), ours(""));
    assert!(!second.is_asked_back("sweep").await.unwrap());
}

#[tokio::test]
async fn of_many_that_take_a_lease_at_once_one_has_it() {
    let (_crm, first, second) = two().await;
    for round in 0..20 {
        let name = format!("round {round}");
        let (one, other) = tokio::join!(first.take(&name), second.take(&name));
        let mut both = [one.unwrap(), other.unwrap()];
        both.sort_by_key(|lease| *lease == Lease::Theirs);
        assert_eq!(both, [Lease::Ours(None), Lease::Theirs]);
    }
}

#[tokio::test]
async fn a_server_that_ends_leaves_its_leases() {
    let (crm, first, second) = two().await;
    assert_eq!(first.take("sweep").await.unwrap(), Lease::Ours(None));
    first.close().await;
    assert_eq!(second.take("sweep").await.unwrap(), Lease::Ours(None));
    assert_eq!(crm.one("SELECT count(*) FROM wpp_panel.servers").await, "1");
}

#[tokio::test]
async fn a_server_that_died_has_lost_its_leases() {
    let (crm, first, second) = two().await;
    first.take("sweep").await.unwrap();
    first.give_back("sweep", "before").await.unwrap();
    first.take("sweep").await.unwrap();
    // without a word: its signs of life end with it, and its row stays
    drop(first);
    assert_eq!(second.take("sweep").await.unwrap(), Lease::Theirs, "it may be slow");
    crm.raw
        .run(
            "UPDATE wpp_panel.servers SET alive_until = clock_timestamp()
             WHERE id = (SELECT holder FROM wpp_panel.leases WHERE name = 'sweep')",
        )
        .await
        .unwrap();
    assert_eq!(second.take("sweep").await.unwrap(), Lease::Ours(None), "what it said earlier was not about this");
}

#[tokio::test]
async fn a_token_is_everybodys_and_sealed() {
    let (crm, first, second) = two().await;
    let key = [3; 32];
    assert_eq!(second.shared_token(key).await.unwrap(), None);
    let token = SharedToken { value: Secret::new("eyJhbGciOi.token"), renew_at: Timestamp(5_000) };
    first.share_token(key, &token).await.unwrap();
    assert_eq!(second.shared_token(key).await.unwrap(), Some(token.clone()));
    let newer = SharedToken { value: Secret::new("eyJhbGciOi.newer"), renew_at: Timestamp(9_000) };
    second.share_token(key, &newer).await.unwrap();
    assert_eq!(first.shared_token(key).await.unwrap(), Some(newer));
    assert_eq!(first.shared_token([4; 32]).await.unwrap(), None);
    assert!(crm.one("SELECT sealed FROM wpp_panel.tokens").await.starts_with("v1:"));

    let two_days_later = SharedToken { renew_at: Timestamp(9_000 + 2 * 24 * 60 * 60 * 1000), ..token };
    first.share_token([5; 32], &two_days_later).await.unwrap();
    assert_eq!(first.shared_token(key).await.unwrap(), None, "nobody renews it any more");
}
