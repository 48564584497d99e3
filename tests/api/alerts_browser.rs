//! Alerts as notifications of open pages.

use axum::http::StatusCode;
use serde_json::json;
use wpp_panel::{
    alerts::Delivered,
    domain::alert::{ChannelKind, Delivery},
    domain::secret::Secret,
};

use crate::{
    alerts::{get, post, scene, watched},
    functions_kit::Kit,
    live::Stream,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_pages_of_the_organization_hear_of_a_drop() {
    let (kit, _receiver, alerts, number) = scene().await;
    let mut stream = Stream::open(&kit, &kit.cookie).await;
    alerts.add(&kit.admin, ChannelKind::Browser, "", &Secret::new("")).await.unwrap();
    kit.world.sim.unlink(&number).unwrap();
    assert_eq!(watched(&kit, &alerts, 600).await.down, 1);
    assert_eq!(alerts.deliver().await.unwrap().taken, 1);
    let [session] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one session") };
    let told = stream.until("alert").await;
    assert_eq!(told, json!({ "kind": "down", "id": session.id, "name": session.name }));
}

#[tokio::test]
async fn browsers_are_one_channel() {
    let kit = Kit::new(true).await;
    let page = get(&kit, &kit.cookie, "/alerts").await.body;
    assert!(page.contains("Уведомление на экране") && !page.contains("Разрешить уведомления"));
    assert!(page.contains("\"down\":\"WhatsApp «{0}» отключился\""), "the page listens");
    for _ in 0..2 {
        let added = post(&kit, &kit.cookie, "/alerts/channels", &[("kind", "browser")]).await;
        assert_eq!(added.leads_to(), "/alerts?done=added");
    }
    let alerts = kit.world.alerts();
    let [channel] = &alerts.overview(&kit.admin).await.unwrap().channels[..] else { panic!("one channel") };
    let page = get(&kit, &kit.cookie, "/alerts").await.body;
    assert!(page.contains("открытые страницы панели") && page.contains("Разрешить уведомления"));
    let mut stream = Stream::open(&kit, &kit.cookie).await;
    let tried = alerts.test(&kit.admin, channel.id).await.unwrap();
    assert!(matches!(tried.delivery, Delivery::Taken(_)));
    assert_eq!(stream.until("alert").await, json!({ "kind": "test", "id": null, "name": null }));
    let odd = post(&kit, &kit.cookie, "/alerts/channels", &[("kind", "browser"), ("address", "x")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A receiver takes its time, and meanwhile the job looks for what waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_that_is_on_its_way_is_not_sent_twice() {
    let kit = Kit::new(true).await;
    let alerts = kit.world.alerts();
    alerts.add(&kit.admin, ChannelKind::Browser, "", &Secret::new("")).await.unwrap();
    let [channel] = &alerts.overview(&kit.admin).await.unwrap().channels[..] else { panic!("one channel") };
    let mut stream = Stream::open(&kit, &kit.cookie).await;
    let trying = tokio::spawn({
        let (alerts, admin, id) = (alerts.clone(), kit.admin.clone(), channel.id);
        async move { alerts.test(&admin, id).await.unwrap() }
    });
    stream.until("alert").await;
    assert_eq!(alerts.deliver().await.unwrap(), Delivered::default());
    trying.await.unwrap();
    kit.pass(600);
    assert_eq!(alerts.deliver().await.unwrap(), Delivered::default());
}
