//! Channels of alerts, sessions that are down, and messages.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{AuditEntry, Down},
    domain::{
        alert::{Alert, AlertChannel, AlertKind, ChannelKind, Delivery},
        ids::{AlertChannelId, AlertMessageId, OrganizationId},
        secret::Secret,
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW};

const LATER: Duration = Duration::from_secs(60);

fn entry(organization: OrganizationId) -> AuditEntry {
    let detail = String::new();
    AuditEntry { at: NOW, organization, actor: None, address: None, action: "alerts", session: None, detail }
}

pub fn channel(organization: OrganizationId, at: Timestamp) -> AlertChannel {
    AlertChannel {
        id: AlertChannelId(Uuid::new_v4()),
        organization,
        kind: ChannelKind::Webhook,
        address: Secret::new("https://hooks.example.org/secret-path"),
        secret: Secret::new("whsec_c2VjcmV0"),
        created_at: at,
    }
}

pub async fn add(db: &Db, channel: &AlertChannel) -> bool {
    db.store.add_channel(channel, 2, &entry(channel.organization)).await.unwrap()
}

fn ids() -> [AlertMessageId; 3] {
    std::array::from_fn(|_| AlertMessageId(Uuid::new_v4()))
}

pub async fn channels_come_back_as_they_were_made(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    let (first, second) = (channel(ours, NOW), channel(ours, NOW.plus(LATER)));
    assert!(add(db, &second).await && add(db, &first).await);
    assert!(!add(db, &channel(ours, NOW)).await, "two are the most here");
    assert!(add(db, &channel(theirs, NOW)).await);
    assert_eq!(db.store.channels(ours).await.unwrap(), [first.clone(), second]);
    let mut organizations = db.store.alerted_organizations().await.unwrap();
    organizations.sort();
    let mut both = [ours, theirs];
    both.sort();
    assert_eq!(organizations, both);
    let text = db.raw.text("SELECT sealed FROM alert_channels").await.unwrap();
    assert!(!text.contains("hooks") && text.starts_with("v1:"));

    assert!(!db.store.remove_channel(theirs, first.id, &entry(theirs)).await.unwrap());
    assert!(db.store.remove_channel(ours, first.id, &entry(ours)).await.unwrap());
    assert!(!db.store.remove_channel(ours, first.id, &entry(ours)).await.unwrap());
    assert_eq!(db.store.channels(ours).await.unwrap().len(), 1);
}

pub async fn a_wait_is_kept_for_each_organization(db: &Db) {
    let (ours, theirs) = (db.organization().await, db.organization().await);
    for minutes in [1, 1_440] {
        db.store.set_alert_after(ours, minutes, &entry(ours)).await.unwrap();
        assert_eq!(db.store.alert_after(ours).await.unwrap(), Some(minutes));
    }
    assert_eq!(db.store.alert_after(theirs).await.unwrap(), None);
}

pub async fn a_drop_is_told_once_to_every_channel(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 1).await;
    let (one, other) = (channel(organization, NOW), channel(organization, NOW.plus(LATER)));
    assert!(add(db, &one).await && add(db, &other).await);
    let alert =
        |kind| Alert { kind, session: Some(session.id), name: "Приёмная\0".replace('\0', ""), since: NOW };
    let tell = async |kind| db.store.tell(organization, &alert(kind), &ids(), NOW.plus(LATER)).await.unwrap();
    assert!(!tell(AlertKind::Down).await, "it is not known to be down");
    db.store.note_down(organization, session.id, NOW).await.unwrap();
    db.store.note_down(organization, session.id, NOW.plus(LATER)).await.unwrap();
    assert_eq!(db.store.downs(organization).await.unwrap(), [Down { session: session.id, since: NOW, told_at: None }]);
    assert!(!tell(AlertKind::Up).await, "nobody was told that it is down");
    let (first, second) = tokio::join!(tell(AlertKind::Down), tell(AlertKind::Down));
    assert!(first != second, "of two servers one tells");
    assert_eq!(db.store.downs(organization).await.unwrap()[0].told_at, Some(NOW.plus(LATER)));
    assert!(tell(AlertKind::Up).await && !tell(AlertKind::Up).await);
    assert!(db.store.downs(organization).await.unwrap().is_empty());
    let messages = db.store.messages(organization, 10).await.unwrap();
    assert_eq!(messages.len(), 4);
    let of = |id| messages.iter().filter(|message| message.channel == id).count();
    assert_eq!((of(one.id), of(other.id)), (2, 2));
    assert_eq!(messages[0].alert.name, "Приёмная");

    db.store.note_down(organization, session.id, NOW).await.unwrap();
    db.store.forget_down(session.id).await.unwrap();
    assert!(db.store.downs(organization).await.unwrap().is_empty());
    // a session that is gone is not noted
    db.store.note_down(organization, wpp_panel::domain::ids::IntegrationId(Uuid::new_v4()), NOW).await.unwrap();
    assert!(db.store.downs(organization).await.unwrap().is_empty());
}

pub async fn messages_wait_are_taken_or_given_up(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 1).await;
    let there = channel(organization, NOW);
    add(db, &there).await;
    db.store.note_down(organization, session.id, NOW).await.unwrap();
    let alert = Alert { kind: AlertKind::Down, session: Some(session.id), name: "x".to_owned(), since: NOW };
    db.store.tell(organization, &alert, &ids(), NOW).await.unwrap();
    let due = async |at| db.store.due_messages(at, 10).await.unwrap();
    let [(message, to)] = &due(NOW).await[..] else { panic!("one message") };
    assert_eq!((to, &message.alert, message.delivery), (&there, &alert, Delivery::Waiting(NOW)));
    let mut message = message.clone();
    message.tries = 1;
    message.why = Some("status 503".to_owned());
    message.delivery = Delivery::Waiting(NOW.plus(LATER));
    db.store.message_tried(&message).await.unwrap();
    assert!(due(NOW).await.is_empty());
    assert_eq!(due(NOW.plus(LATER)).await[0].0, message);
    message.delivery = Delivery::GivenUp;
    db.store.message_tried(&message).await.unwrap();
    assert!(due(NOW.plus(LATER)).await.is_empty());
    assert!(!db.store.retry_message(db.organization().await, message.id, NOW).await.unwrap());
    assert!(db.store.retry_message(organization, message.id, NOW).await.unwrap());
    assert!(!db.store.retry_message(organization, message.id, NOW).await.unwrap(), "it waits already");
    assert_eq!(due(NOW).await[0].0.tries, 0);
    assert_eq!(db.store.forget_messages(NOW.plus(LATER)).await.unwrap(), 0, "it waits still");
    message.delivery = Delivery::Taken(NOW);
    db.store.message_tried(&message).await.unwrap();
    assert!(!db.store.retry_message(organization, message.id, NOW).await.unwrap());
    assert_eq!(db.store.messages(organization, 10).await.unwrap()[0].delivery, Delivery::Taken(NOW));
    assert_eq!(db.store.forget_messages(NOW).await.unwrap(), 0);
    assert_eq!(db.store.forget_messages(NOW.plus(LATER)).await.unwrap(), 1);
}
