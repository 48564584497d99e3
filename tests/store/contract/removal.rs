//! Taking rows out.

use uuid::Uuid;
use wpp_panel::{
    connect::ports::{Live, Session},
    domain::{
        ids::IntegrationId,
        lifecycle::Lifecycle,
        qr::{IssuedQr, QrPayload},
        state::SessionState,
    },
};

use crate::harness::{Db, NOW, connected_live, entry};

async fn leave(db: &Db, session: &Session, at_once: bool) {
    let entry = entry(session, "disconnect");
    if at_once {
        db.store.remove(session.id, &entry).await.unwrap();
    } else {
        db.store.mark_removing(session.id, &entry).await.unwrap();
    }
}

pub async fn a_marked_row_is_in_no_list(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let payload = QrPayload::Text("code".to_owned());
    let live = Live { qr: Some(IssuedQr { payload, ordinal: 1, expires_at: NOW }), ..connected_live(&session) };
    let session = db.saved(&session, &live).await;
    db.store.mark_removing(session.id, &entry(&session, "disconnect")).await.unwrap();
    assert_eq!(db.store.sessions(organization).await.unwrap(), []);
    assert_eq!(db.store.session(organization, session.id).await.unwrap(), None);
    assert_eq!(
        db.fresh(&session).await,
        Session {
            live: Live { qr: None, ..session.live.clone() },
            is_primary: false,
            removing: true,
            revision: session.revision + 1,
            ..session.clone()
        }
    );
    db.store.remove(session.id, &entry(&session, "removed")).await.unwrap();
    assert_eq!(db.store.session_for_job(session.id).await.unwrap(), None);
    let left = db.raw.text(&format!("SELECT state FROM sessions WHERE integration_id = '{}'", session.id)).await;
    assert_eq!(left, None);
    let audit = db.audit(organization).await;
    assert_eq!(
        audit[1..],
        [format!("disconnect:{}:-:WhatsApp", session.id), format!("removed:{}:-:WhatsApp", session.id)]
    );
}

pub async fn only_what_never_was_connected_is_withdrawn(db: &Db) {
    let organization = db.organization().await;
    let kept = db.connected(organization, 0).await;
    let made = db.added(organization, 1).await;
    assert!(!db.store.withdraw(kept.id, &entry(&kept, "cancel")).await.unwrap());
    assert!(db.store.withdraw(made.id, &entry(&made, "cancel")).await.unwrap());
    assert!(!db.store.withdraw(made.id, &entry(&made, "cancel")).await.unwrap(), "it is out already");
    assert_eq!(db.store.sessions(organization).await.unwrap(), [db.fresh(&kept).await]);
    assert!(db.fresh(&made).await.removing);
}

pub async fn lesson_11_a_connected_session_follows_the_primary(db: &Db) {
    for at_once in [false, true] {
        let organization = db.organization().await;
        let primary = db.connected(organization, 0).await;
        db.added(organization, 1).await;
        let leaving = db.connected(organization, 2).await;
        let heir = db.connected(organization, 3).await;
        db.connected(organization, 4).await;
        leave(db, &leaving, false).await;
        leave(db, &primary, at_once).await;
        assert_eq!(db.primary(organization).await, [heir.id]);
    }
}

pub async fn lesson_11_the_oldest_follows_where_none_is_connected(db: &Db) {
    for at_once in [false, true] {
        let organization = db.organization().await;
        let other = db.organization().await;
        let bystander = db.added(other, 0).await;
        let primary = db.connected(organization, 1).await;
        let oldest = db.connected(organization, 2).await;
        let dropped = Live { lifecycle: Lifecycle::new(SessionState::LoggedOut), ..oldest.live.clone() };
        db.saved(&oldest, &dropped).await;
        db.added(organization, 3).await;
        leave(db, &primary, at_once).await;
        assert_eq!(db.primary(organization).await, [oldest.id]);
        assert_eq!(db.primary(other).await, [], "{} is somebody else's", bystander.id);
    }
}

pub async fn removing_another_row_leaves_the_primary(db: &Db) {
    let organization = db.organization().await;
    let primary = db.connected(organization, 0).await;
    let (second, third) = (db.connected(organization, 1).await, db.connected(organization, 2).await);
    leave(db, &second, true).await;
    leave(db, &third, false).await;
    assert_eq!(db.primary(organization).await, [primary.id]);
    leave(db, &primary, false).await;
    assert_eq!(db.primary(organization).await, [], "nobody is left");
}

pub async fn marking_twice_is_marking_once(db: &Db) {
    let organization = db.organization().await;
    let session = db.connected(organization, 0).await;
    leave(db, &session, false).await;
    let marked = db.fresh(&session).await;
    leave(db, &session, false).await;
    assert_eq!(db.fresh(&session).await, marked);
    assert_eq!(db.audit(organization).await.len(), 2);
}

pub async fn what_is_unknown_is_gone_already(db: &Db) {
    let organization = db.organization().await;
    let session = db.added(organization, 0).await;
    let unknown = Session { id: IntegrationId(Uuid::new_v4()), ..session };
    leave(db, &unknown, false).await;
    leave(db, &unknown, true).await;
    assert_eq!(db.audit(organization).await.len(), 1, "nothing happened, so nothing is told");
}
