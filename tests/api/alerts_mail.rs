//! Alerts by mail, against a server that takes it.

use std::sync::Arc;

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use wpp_panel::{
    alerts::{AlertError, Alerts, MAIL_PAUSE},
    domain::{
        alert::{AlertChannel, AlertMessage, ChannelKind, Delivery},
        name::SessionName,
        secret::Secret,
    },
    http::outlets::{MailServer, OutletSettings, Outlets},
};

use crate::{
    alerts::{get, post, scene, watched},
    functions_kit::Kit,
    support::mailbox::Mailbox,
};

fn alerts_by(kit: &Kit, mail: Option<MailServer>) -> Alerts {
    let (telegram, public_url) = ("http://127.0.0.1:9".to_owned(), "https://panel.example.org".to_owned());
    let settings = OutletSettings { telegram, private_addresses: false, public_url, mail };
    kit.world.alerts_by(Arc::new(Outlets::new(settings, kit.world.hub.clone())))
}

async fn channel(kit: &Kit, alerts: &Alerts) -> AlertChannel {
    alerts.add(&kit.admin, ChannelKind::Email, " Anna@Example.org ", &Secret::new("")).await.unwrap();
    let [channel] = &alerts.overview(&kit.admin).await.unwrap().channels[..] else { panic!("one channel") };
    channel.clone()
}

async fn tried(kit: &Kit, alerts: &Alerts, channel: &AlertChannel) -> AlertMessage {
    kit.pass(MAIL_PAUSE.as_secs());
    alerts.test(&kit.admin, channel.id).await.unwrap()
}

/// A line of the head with its encoded words read (RFC 2047): blanks between two of them are none.
fn decoded(line: &str) -> String {
    let mut bytes = vec![];
    let mut after_word = false;
    for word in line.split(' ') {
        let encoded = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        if !(bytes.is_empty() || after_word && encoded.is_some()) {
            bytes.push(b' ');
        }
        after_word = encoded.is_some();
        bytes.extend(encoded.map_or_else(|| word.as_bytes().to_vec(), |word| STANDARD.decode(word).unwrap()));
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_drops_is_told_by_mail() {
    let (kit, _receiver, _alerts, number) = scene().await;
    let mailbox = Mailbox::start().await;
    let alerts = alerts_by(&kit, Some(mailbox.server()));
    assert_eq!(channel(&kit, &alerts).await.shown(), "Anna@Example.org");
    kit.world.sim.unlink(&number).unwrap();
    assert_eq!(watched(&kit, &alerts, 600).await.down, 1);
    assert_eq!(alerts.deliver().await.unwrap().taken, 1);
    let [letter] = &mailbox.letters()[..] else { panic!("one letter") };
    assert_eq!(letter.hello, "panel.example.org");
    assert_eq!(letter.auth, format!("PLAIN {}", STANDARD.encode("\0anna\0word")));
    assert_eq!(letter.envelope, ["FROM:<panel@example.org>", "TO:<Anna@Example.org>"]);
    let subject = decoded(&letter.head("Subject").unwrap());
    assert!(subject.starts_with("WhatsApp «") && subject.ends_with("» отключился"), "{subject}");
    assert_eq!(letter.head("Auto-Submitted").unwrap(), "auto-generated");
    assert_eq!(letter.head("To").unwrap(), "Anna@Example.org");
    let [message] = &alerts.overview(&kit.admin).await.unwrap().messages[..] else { panic!("one message") };
    assert_eq!(letter.head("Message-ID").unwrap(), format!("<{}@example.org>", message.id));
    let body = letter.body();
    assert!(body.contains("Академия «Окей»") && body.contains("https://panel.example.org/sessions/"), "{body}");
    assert!(body.contains("Убрать его может администратор"), "{body}");
}

/// What is in a name stays in the subject: it makes no line of the head.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_writes_no_head() {
    let (kit, _receiver, _alerts, number) = scene().await;
    let mailbox = Mailbox::start().await;
    let alerts = alerts_by(&kit, Some(mailbox.server()));
    channel(&kit, &alerts).await;
    let [session] = &kit.world.connect.list(&kit.admin).await.unwrap()[..] else { panic!("one session") };
    // line ends are no part of a name already; these are ends of lines elsewhere
    let name = SessionName::parse("A Bcc: eve@example.org, =?utf-8?q?=0D=0AX-Odd:_1?=").unwrap();
    kit.world.connect.rename(&kit.admin, session.id, &name).await.unwrap();
    kit.world.sim.unlink(&number).unwrap();
    watched(&kit, &alerts, 600).await;
    assert_eq!(alerts.deliver().await.unwrap().taken, 1);
    let [letter] = &mailbox.letters()[..] else { panic!("one letter") };
    assert!(letter.head("Bcc").is_none() && letter.head("X-Odd").is_none(), "{}", letter.data);
    assert_eq!(letter.envelope.len(), 2);
}

#[tokio::test]
async fn what_a_server_says_is_told_and_decides() {
    let kit = Kit::new(true).await;
    let mailbox = Mailbox::start().await;
    let alerts = alerts_by(&kit, Some(mailbox.server()));
    let channel = channel(&kit, &alerts).await;
    assert!(matches!(tried(&kit, &alerts, &channel).await.delivery, Delivery::Taken(_)));
    // whoever gets it may not be whoever presses
    let again = alerts.test(&kit.admin, channel.id).await;
    assert!(matches!(again, Err(AlertError::TooSoon)), "{again:?}");
    mailbox.refuse("550 5.1.1 no such user here");
    let refused = tried(&kit, &alerts, &channel).await;
    assert!(refused.why.as_deref().unwrap().contains("no such user here"), "{:?}", refused.why);
    mailbox.refuse("535 5.7.8 bad password");
    let refused = tried(&kit, &alerts, &channel).await;
    let why = refused.why.unwrap();
    assert!(why.contains("bad password") && !why.contains("word@"), "{why}");
    let silent = alerts_by(&kit, Some(Mailbox::server_at("127.0.0.1:9")));
    let refused = tried(&kit, &silent, &channel).await;
    assert!(!refused.why.as_deref().unwrap().contains("anna:"), "{:?}", refused.why);
}

/// A server that offers no TLS, or somebody in between who takes the offer away, gets neither password nor text.
#[tokio::test]
async fn where_tls_is_asked_for_nothing_goes_in_the_clear() {
    let kit = Kit::new(true).await;
    let mailbox = Mailbox::start().await;
    let MailServer { url, from } = mailbox.server();
    for url in [format!("{}?tls=required", url.expose()), url.expose().replace("smtp:", "smtps:")] {
        let alerts = alerts_by(&kit, Some(MailServer { url: Secret::new(url), from: from.clone() }));
        let channel = channel(&kit, &alerts).await;
        assert_eq!(tried(&kit, &alerts, &channel).await.delivery, Delivery::GivenUp);
        alerts.remove(&kit.admin, channel.id).await.unwrap();
    }
    let lines = mailbox.lines();
    assert!(mailbox.letters().is_empty() && !lines.iter().any(|line| line.starts_with("AUTH")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("EHLO")), "{lines:?}");
}

#[tokio::test]
async fn mail_is_offered_where_the_operator_has_a_server() {
    let kit = Kit::new(true).await;
    let page = get(&kit, &kit.cookie, "/alerts").await.body;
    assert!(page.contains("Адрес почты"));
    let bad = post(&kit, &kit.cookie, "/alerts/channels", &[("kind", "email"), ("address", "anna")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("Введите адрес почты, например") && bad.body.contains("value=\"anna\""));
    let fields = [("kind", "email"), ("address", "anna@example.org")];
    assert_eq!(post(&kit, &kit.cookie, "/alerts/channels", &fields).await.leads_to(), "/alerts?done=added");
    let page = get(&kit, &kit.cookie, "/alerts").await.body;
    let id = page.split("/alerts/channels/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let path = format!("/alerts/channels/{id}/test");
    let failed = post(&kit, &kit.cookie, &path, &[]).await;
    assert!(failed.status == StatusCode::BAD_GATEWAY && failed.body.contains("Не отправлено"), "{}", failed.status);
    let again = post(&kit, &kit.cookie, &path, &[]).await;
    assert_eq!(again.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(again.body.contains("Подождите минуту"));

    let without = alerts_by(&kit, None);
    assert!(!without.overview(&kit.admin).await.unwrap().mail);
    let refused = without.add(&kit.admin, ChannelKind::Email, "anna@example.org", &Secret::new("")).await;
    assert!(matches!(refused, Err(AlertError::NoMail)), "{refused:?}");
}
