//! Behind a pooler that gives a connection to somebody else after every transaction.

use std::collections::{HashMap, HashSet};

use wpp_panel::{
    connect::ports::{News, Reservation, SharedToken},
    domain::{ids::OrganizationId, name::SessionName, secret::Secret, time::Timestamp},
    store::{Sealer, open},
};

use crate::{
    harness::{KEY, NOW, attempt, connected_live, created, entry, new_session},
    support::postgres::{self, Server},
};

/// Reads the server's own log: a statement outside of a transaction would meet another server process than its
/// preparation, and one that keeps its name would meet somebody else's of the same name.
#[tokio::test]
async fn every_statement_is_in_a_transaction_and_none_keeps_a_name() {
    let server = Server::start();
    let database = postgres::fresh_on(&server.url).await;
    for setting in ["log_statement = 'all'", "log_line_prefix = '%a|%p|'"] {
        postgres::run(&server.url, &format!("ALTER SYSTEM SET {setting}")).await.unwrap();
    }
    postgres::run(&server.url, "SELECT pg_reload_conf()").await.unwrap();
    // the settings reach a connection between two of its statements; a new one begins with them
    postgres::run(&server.url, "SELECT 1").await.unwrap();

    let store = open(&format!("{}&statement-cache-capacity=0", database.url), Sealer::new(KEY)).await.unwrap();
    let organization = OrganizationId(uuid::Uuid::new_v4());
    store.create_organization(organization, "Школа", NOW).await.unwrap();
    let session = created(store.reserve(&new_session(organization), Reservation::Connect).await.unwrap());
    let session = store.save_live(session.id, session.revision, &connected_live(&session), &[]).await.unwrap().unwrap();
    let _ = store.begin_attempt(session.id, &attempt(None)).await.unwrap();
    store.touch_attempt(session.id, NOW).await.unwrap();
    let name = SessionName::parse("Приёмная").unwrap();
    store.rename(organization, session.id, &name, &entry(&session, "rename")).await.unwrap();
    assert_eq!(store.sessions(organization).await.unwrap().len(), 1);
    assert!(store.session(organization, session.id).await.unwrap().is_some());
    assert!(crate::harness::by_key(&store, &session.webhook_key).await.is_some());
    store.unfinished(NOW).await.unwrap();
    store.ping().await.unwrap();
    store.any_user().await.unwrap();
    store.user_by_email("a@example.org").await.unwrap();
    store.signed_in([1; 32], NOW).await.unwrap();
    store.end_sign_in([1; 32]).await.unwrap();
    store.integrations(organization, None).await.unwrap();
    store.count_events().await.unwrap();
    store.events_to_forward(NOW, 1).await.unwrap();
    store.forget_events(NOW, 10).await.unwrap();
    store.forget_codes(NOW).await.unwrap();
    store.open_events(NOW, 10).await.unwrap();
    store.settle_events(&[1]).await.unwrap();
    store.events_of(session.id, None, 10).await.unwrap();
    store.replay_event(session.id, 1, NOW, &entry(&session, "replay_event")).await.unwrap();
    store.state_changes(session.id, 10).await.unwrap();
    store.forget_changes(NOW, 10).await.unwrap();
    let key = Secret::new("another key");
    store.rotate_webhook_key(session.id, &key, &entry(&session, "rotate_webhook_key")).await.unwrap();
    store.untaken_webhook_keys().await.unwrap();
    store.webhook_key_taken(session.id, NOW).await.unwrap();
    store.take("sweep").await.unwrap();
    store.ask_back("sweep").await.unwrap();
    store.is_asked_back("sweep").await.unwrap();
    store.give_back("sweep", "done").await.unwrap();
    store.share_token([1; 32], &SharedToken { value: Secret::new("token"), renew_at: Timestamp(0) }).await.unwrap();
    store.shared_token([1; 32]).await.unwrap();
    store.announce(News::Changed(organization, session.id));
    store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    store.close().await;

    let folder = server.url.split_once("host=").unwrap().1;
    let log = std::fs::read_to_string(format!("{folder}/log")).unwrap();
    let (mut open, mut names): (HashSet<&str>, HashMap<&str, &str>) = Default::default();
    let mut executed = 0;
    for line in log.lines() {
        let Some((process, said)) = line.strip_prefix("wpp-panel|").and_then(|rest| rest.split_once("|LOG:  ")) else {
            continue;
        };
        if let Some(statement) = said.strip_prefix("statement: ") {
            match statement.split([' ', ';']).next().unwrap() {
                "BEGIN" => assert!(open.insert(process), "{line}"),
                "COMMIT" | "ROLLBACK" if !statement.contains("SAVEPOINT") => {
                    assert!(open.remove(process), "{line}");
                    assert_eq!(names.get(process), None, "{line}");
                }
                "DEALLOCATE" => drop(names.remove(process)),
                _ => assert!(open.contains(process), "{line}"),
            }
        } else if let Some(execute) = said.strip_prefix("execute ") {
            executed += 1;
            assert!(open.contains(process), "{line}");
            if !execute.starts_with("<unnamed>") {
                names.insert(process, execute);
            }
        }
    }
    assert!(log.contains("pg_notify"), "what is announced is told before the end");
    assert!(executed > 40, "{executed} statements are in the log");
}
