//! Saving what the gateway has told.

use std::time::Duration;

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Listing, Live, Session},
    domain::{
        evidence::{Evidence, Source, Trouble},
        ids::IntegrationId,
        lifecycle::Lifecycle,
        many::Group,
        phone::Phone,
        qr::{IssuedQr, QrPayload},
        state::SessionState,
        time::Timestamp,
    },
};

use crate::harness::{Db, NOW, attempt, connected_live, entry};

fn at(seconds: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(seconds))
}

pub async fn a_list_begins_and_is_counted_as_it_is_shown(db: &Db) {
    let organization = db.organization().await;
    let trouble = Some((Trouble::Unwell, NOW));
    let mut lives = vec![];
    for state in SessionState::ALL {
        // a worse state is believed after three seconds, to the millisecond
        for held in
            [None, Some((SessionState::Disconnected, NOW)), Some((SessionState::Disconnected, Timestamp(NOW.0 - 1)))]
        {
            lives.extend([None, trouble].map(|trouble| (Lifecycle { state, held }, trouble)));
        }
    }
    for (number, (lifecycle, trouble)) in (0..).zip(lives) {
        let session = db.added(organization, number).await;
        let evidence = Evidence { trouble, ..Evidence::default() };
        db.saved(&session, &Live { lifecycle, evidence, ..session.live.clone() }).await;
    }
    db.added(db.organization().await, 0).await;
    let all = db.store.sessions(organization).await.unwrap();
    for now in [NOW, at(3), Timestamp(at(3).0 - 1)] {
        let connected = all.iter().filter(|session| session.group(now) == Group::Connected).count();
        assert!(connected > 0 && connected < all.len());
        for limit in [1, 7, 1_000] {
            let found = db.store.first_sessions(organization, limit, now).await.unwrap();
            let first = all.iter().take(limit as usize).cloned().collect();
            assert_eq!(found, Listing { first, all: all.len(), connected });
        }
    }
}

pub async fn everything_comes_back_as_it_was_saved(db: &Db) {
    let organization = db.organization().await;
    let mut session = db.added(organization, 0).await;
    let image = QrPayload::classify("iVBORw0KGgoAAAA=").unwrap().unwrap();
    let text = QrPayload::Text("2@abc/def+ghi=,привет".to_owned());
    let full = |state, held, source, trouble, payload, ordinal| Live {
        lifecycle: Lifecycle { state, held: Some((held, at(1))) },
        evidence: Evidence {
            asked_at: Some(at(7)),
            checked_at: Some(at(2)),
            source: Some(source),
            word: Some("qr_issued".to_owned()),
            told_at: Some(at(8)),
            trouble: Some((trouble, at(3))),
        },
        qr: Some(IssuedQr { payload, ordinal, expires_at: at(4) }),
        phone: Phone::parse("+7 999 000-11-22"),
        first_connected_at: Some(at(5)),
        attempt: Some(attempt(Some(state))),
    };
    let bare = Live {
        lifecycle: Lifecycle::new(SessionState::Starting),
        evidence: Evidence::default(),
        qr: None,
        phone: None,
        first_connected_at: Some(at(5)),
        attempt: None,
    };
    let troubles = [Trouble::Unreachable, Trouble::Unwell, Trouble::Nonsense, Trouble::Refused];
    let mut lives: Vec<Live> = SessionState::ALL
        .into_iter()
        .zip(SessionState::ALL.into_iter().rev())
        .zip(troubles.into_iter().cycle())
        .map(|((state, held), trouble)| full(state, held, Source::Webhook, trouble, text.clone(), 1))
        .collect();
    lives.push(full(SessionState::Linking, SessionState::Failed, Source::Probe, Trouble::Unwell, image, u32::MAX));
    lives.push(bare);
    for live in lives {
        let saved = db.saved(&session, &live).await;
        assert_eq!(saved.live, live);
        assert_eq!(saved.revision, session.revision + 1);
        assert_eq!(saved, Session { live, revision: saved.revision, is_primary: true, ..session.clone() });
        assert_eq!(db.store.session(organization, session.id).await.unwrap().as_ref(), Some(&saved));
        session = saved;
    }
}

pub async fn a_stale_revision_saves_nothing(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let connected = db.saved(&session, &connected_live(&session)).await;
    assert_eq!(db.store.save_live(session.id, session.revision, &session.live, &[]).await.unwrap(), None);
    assert_eq!(db.store.save_live(session.id, session.revision + 2, &session.live, &[]).await.unwrap(), None);
    assert_eq!(db.fresh(&session).await, connected);
    assert_eq!(db.store.save_live(IntegrationId(Uuid::new_v4()), 0, &session.live, &[]).await.unwrap(), None);

    db.store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    assert_eq!(db.store.save_live(session.id, connected.revision, &session.live, &[]).await.unwrap(), None);
    db.store.remove(session.id, &entry(&session, "disconnect")).await.unwrap();
    assert_eq!(db.store.save_live(session.id, connected.revision + 1, &session.live, &[]).await.unwrap(), None);
}

pub async fn the_first_connected_session_becomes_primary(db: &Db) {
    let (organization, other) = (db.organization().await, db.organization().await);
    let first = db.added(organization, 0).await;
    let second = db.added(organization, 1).await;
    db.added(other, 0).await;
    assert_eq!(db.primary(organization).await, []);
    assert!(db.saved(&second, &connected_live(&second)).await.is_primary);
    assert!(!db.saved(&first, &connected_live(&first)).await.is_primary);
    assert_eq!(db.primary(organization).await, [second.id]);
    let order: Vec<_> = db.store.sessions(organization).await.unwrap().iter().map(|one| one.id).collect();
    assert_eq!(order, [second.id, first.id], "the primary first, then by age");
    assert_eq!(db.primary(other).await, []);
}

pub async fn another_provider_can_be_primary(db: &Db) {
    let organization = db.organization().await;
    for (messenger, provider) in [("whatsapp", "green_api"), ("telegram", "bot")] {
        db.row(organization, messenger, provider).await;
    }
    assert!(!db.connected(organization, 0).await.is_primary);
    db.raw.run("DELETE FROM messenger_integrations WHERE provider = 'green_api'").await.unwrap();
    assert!(db.connected(organization, 1).await.is_primary, "a primary for Telegram is none for WhatsApp");
}

pub async fn becoming_primary_happens_once(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    db.raw.run("UPDATE messenger_integrations SET is_primary = FALSE").await.unwrap();
    assert!(!db.saved(&session, &session.live).await.is_primary);
}

pub async fn a_row_being_removed_never_becomes_primary(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    db.store.mark_removing(session.id, &entry(&session, "cancel")).await.unwrap();
    let leaving = db.fresh(&session).await;
    assert!(!db.saved(&leaving, &connected_live(&leaving)).await.is_primary);
    assert!(db.connected(organization, 1).await.is_primary);
}

pub async fn the_first_connection_is_never_forgotten(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    for other in [None, Some(at(9))] {
        let session = db.fresh(&session).await;
        let live = Live { first_connected_at: other, ..session.live.clone() };
        assert_eq!(db.saved(&session, &live).await.live.first_connected_at, Some(NOW));
    }
}
