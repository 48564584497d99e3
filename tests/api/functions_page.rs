//! The page as the server renders it: from the database, for every state and for everybody who may see it.

use std::time::Duration;

use serde_json::json;
use wpp_panel::{
    connect::ports::{Attempt, CredentialMode, Live, NewSession, Reservation, Reserved, Session},
    domain::{
        account::AccountNumber,
        actor::Role,
        evidence::{Source, Trouble},
        ids::{AttemptId, IntegrationId},
        lifecycle::Lifecycle,
        name::SessionName,
        phone::Phone,
        qr::{IssuedQr, QrPayload},
        secret::Secret,
        state::SessionState as S,
    },
};

use crate::{answer::Answer, functions_kit::Kit};

const KEY: &str = "wpp-key-of-this-client-0001";

/// A row as a change of its live part leaves it, without any gateway.
async fn row(kit: &Kit, change: impl FnOnce(&mut Live)) -> Session {
    let (store, random) = (&kit.world.store, &kit.world.random);
    let new = NewSession {
        id: IntegrationId(random.uuid()),
        organization: kit.admin.organization,
        by: kit.admin.user,
        address: None,
        attempt: AttemptId(random.uuid()),
        webhook_key: Secret::new(random.hex(24)),
        mode: CredentialMode::KeyPerClient,
        sub_organization: format!("sub-{}", random.hex(8)),
        now: kit.world.clock.now(),
    };
    let Reserved::Created(made) = store.reserve(&new, Reservation::Add).await.unwrap() else { unreachable!() };
    let number = AccountNumber::try_from(format!("179{}", made.id.0.as_u128() % 10_000_000_000)).unwrap();
    let kept = store.keep_client(made.id, &number, &Secret::new(KEY)).await.unwrap().unwrap();
    let mut live = kept.live.clone();
    live.attempt = None;
    live.evidence.checked_at = Some(kit.world.clock.now());
    live.evidence.source = Some(Source::Webhook);
    change(&mut live);
    store.save_live(kept.id, kept.revision, &live, &[]).await.unwrap().unwrap()
}

/// The page without what it carries along for the browser.
fn shown(answer: &Answer) -> String {
    let mut text = answer.body.clone();
    while let Some(start) = text.find("<script type=\"application/json\"") {
        let end = start + text[start..].find("</script>").unwrap();
        text.replace_range(start..end, "");
    }
    text
}

/// The card of each session, as it is shown.
fn cards(answer: &Answer) -> Vec<String> {
    let shown = shown(answer);
    shown.split("<article").skip(1).map(|card| card.split("</article>").next().unwrap().to_owned()).collect()
}

/// Whether the card's button with this text is shown.
fn offers(card: &str, text: &str) -> bool {
    let before = card.split(text).next().unwrap();
    let tag = before[before.rfind("<span").unwrap()..].split('>').next().unwrap();
    assert!(tag.contains("class=\"offer\""), "{tag}");
    !tag.contains("hidden")
}

#[tokio::test]
async fn an_administrator_without_a_session_has_one_button() {
    let kit = Kit::new(true).await;
    let answer = kit.page(&kit.cookie).await;
    assert_eq!(answer.status, 200);
    let page = shown(&answer);
    assert!(page.contains("WhatsApp ещё не подключён") && page.contains("Нажмите кнопку и отсканируйте"));
    assert_eq!(page.matches("data-goal=\"connect\"").count(), 1);
    assert!(
        page.contains("commandfor=\"connect\"") && page.contains("id=\"connect\""),
        "a press before the WASM opens it"
    );
    assert!(page.contains("<div hidden class=\"cards\">"), "and no other");
    assert!(cards(&answer).is_empty());
}

#[tokio::test]
async fn a_member_without_a_session_is_told_who_can() {
    let kit = Kit::new(true).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let page = shown(&kit.page(&kit.cookie_of(&member).await).await);
    assert!(page.contains("Подключить WhatsApp может администратор организации."));
    assert!(!page.contains("data-goal") && !page.contains("<dialog"));
}

/// Lesson 1: the connection vanished after a reload, since it lived only in the page's memory.
#[tokio::test]
async fn lesson_01_the_page_shows_every_session_without_asking_the_gateway() {
    let kit = Kit::new(true).await;
    for count in 0..12_i64 {
        row(&kit, |live| {
            live.lifecycle = Lifecycle::new(S::Connected);
            live.phone = Phone::parse(&format!("7999000112{count:02}")[..11]);
        })
        .await;
        kit.clock.advance(Duration::from_secs(1));
    }
    kit.world.sim.down();
    kit.world.sim.clear_calls();
    let answer = kit.page(&kit.cookie).await;
    let (cards, rows) = (cards(&answer), kit.world.connect.list(&kit.admin).await.unwrap());
    assert_eq!((cards.len(), rows.len()), (12, 12));
    for (card, row) in cards.iter().zip(&rows) {
        assert!(card.contains(&format!(">{}<", row.name)), "{card}");
        assert!(card.contains(&format!("<code>{}", row.account.as_ref().unwrap())), "{card}");
        assert!(card.contains("<code>wpp-ke••••••0001"), "{card}");
        assert!(card.contains(&row.live.phone.as_ref().unwrap().to_string()), "lesson 21: {card}");
        assert!(card.contains("Подключено") && card.contains("webhook"), "{card}");
    }
    assert!(!answer.body.contains(KEY), "in what the island carries neither");
    assert!(answer.body.contains("12 сессий") && answer.body.contains("12 подключено"));
    assert!(kit.world.is_unasked());
}

#[tokio::test]
async fn each_state_has_its_word_its_tone_and_its_way_on() {
    for (state, tone, word, reconnect) in [
        (S::Connected, "ok", "Подключено", false),
        (S::Linking, "info", "Связываем…", false),
        (S::Reconnecting, "info", "Связываем…", false),
        (S::Disconnected, "bad", "Отключено", true),
        (S::AwaitingScan, "wait", "Нужен QR-код", true),
        (S::LoggedOut, "gone", "Вышли на телефоне", true),
        (S::Failed, "bad", "Ошибка", true),
    ] {
        let kit = Kit::new(true).await;
        row(&kit, |live| live.lifecycle = Lifecycle::new(state)).await;
        let [card] = &cards(&kit.page(&kit.cookie).await)[..] else { panic!("one card") };
        assert!(card.contains(&format!("class=\"card {tone}\"")), "{state:?}: {card}");
        let badge = card.split("class=\"badge\"").nth(1).unwrap().split("</span>").next().unwrap();
        assert!(badge.contains(word), "{state:?}: {badge}");
        assert_eq!(offers(card, "Переподключить"), reconnect, "{state:?}");
        assert!(!offers(card, "Продолжить подключение") && card.contains(">Отключить<"), "{state:?}");
    }
}

/// Lesson 8: the last known state stays readable beside the trouble.
#[tokio::test]
async fn lesson_08_a_silent_gateway_has_a_badge_of_its_own() {
    for (trouble, tone, word) in [
        (Trouble::Unreachable, "odd", "Шлюз недоступен"),
        (Trouble::Unwell, "odd", "Шлюз недоступен"),
        (Trouble::Nonsense, "odd", "Шлюз недоступен"),
        (Trouble::Refused, "bad", "Ошибка"),
    ] {
        let kit = Kit::new(true).await;
        row(&kit, |live| {
            live.lifecycle = Lifecycle::new(S::Connected);
            live.evidence.trouble = Some((trouble, kit.world.clock.now()));
        })
        .await;
        kit.clock.advance(Duration::from_secs(125));
        let [card] = &cards(&kit.page(&kit.cookie).await)[..] else { panic!("one card") };
        assert!(card.contains(&format!("class=\"card {tone}\"")) && card.contains(word), "{card}");
        assert!(card.contains("последний раз: подключено, 2 мин назад"), "{card}");
        assert!(!card.contains("Отключено"), "{card}");
    }
}

#[tokio::test]
async fn an_open_attempt_can_be_gone_on_with_after_a_reload() {
    let kit = Kit::new(true).await;
    let code = QrPayload::Text("2@the-code-itself".to_owned());
    row(&kit, |live| {
        let now = kit.world.clock.now();
        live.lifecycle = Lifecycle::new(S::AwaitingScan);
        live.qr = Some(IssuedQr::next(None, code.clone(), now));
        let id = AttemptId(kit.world.random.uuid());
        live.attempt = Some(Attempt { id, started_by: kit.admin.user, started_at: now, asked_at: now, before: None });
    })
    .await;
    let answer = kit.page(&kit.cookie).await;
    let [card] = &cards(&answer)[..] else { panic!("one card") };
    assert!(offers(card, "Продолжить подключение") && !offers(card, "Переподключить"));
    assert!(
        !answer.body.contains(code.as_str()) && !answer.body.contains("<path fill=\"#000\""),
        "no code in the page"
    );
}

#[tokio::test]
async fn a_member_sees_the_cards_and_no_button_that_changes() {
    let kit = Kit::new(true).await;
    row(&kit, |live| live.lifecycle = Lifecycle::new(S::LoggedOut)).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let answer = kit.page(&kit.cookie_of(&member).await).await;
    let page = shown(&answer);
    assert!(cards(&answer)[0].contains("Вышли на телефоне") && cards(&answer)[0].contains("Скопировать session"));
    for word in ["Отключить", "Переподключить", "Переименовать", "ещё один", "<dialog", "data-goal"]
    {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("Обновить статусы"));
}

/// Whatever somebody calls a session, it is text.
#[tokio::test]
async fn a_name_is_text_and_nothing_else() {
    let kit = Kit::new(true).await;
    let session = row(&kit, |live| live.lifecycle = Lifecycle::new(S::Connected)).await;
    let name = "</script><img src=x onerror=alert(1)>\"'&";
    assert!(SessionName::parse(name).is_ok());
    kit.ok("wpp_rename", json!({ "id": session.id, "name": name })).await;
    let answer = kit.page(&kit.cookie).await;
    assert!(!answer.body.contains("<img") && !answer.body.contains("</script><img"), "{}", answer.body);
    assert!(cards(&answer)[0].contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
}

/// Lesson 24: «Отключить» asks first.
#[tokio::test]
async fn lesson_24_disconnecting_is_a_question() {
    let kit = Kit::new(true).await;
    row(&kit, |live| live.lifecycle = Lifecycle::new(S::Connected)).await;
    let page = shown(&kit.page(&kit.cookie).await);
    let question = page.split("<dialog").find(|dialog| dialog.contains("Отключить WhatsApp?")).unwrap();
    assert!(question.contains(">Отмена<") && question.contains(">Отключить<"), "{question}");
    assert!(!question.split('>').next().unwrap().contains(" open"), "closed until it is asked");
}
