//! A session's page: who sees what, what its history and its events say, and what its two buttons do.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use tokio_util::sync::CancellationToken;
use wpp_panel::{
    connect::{Forwarding, ports::Session},
    domain::{actor::Role, secret::Secret, state::SessionState},
    http::forward::HttpReceiver,
    jobs::forward::Forwarder,
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{encode, form, request},
    support::receiver::{Receiver, Reply},
};

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    // a browser keeps what is behind # to itself
    let path = path.split('#').next().unwrap();
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

/// A session that was connected a minute ago.
async fn connected(kit: &Kit) -> Session {
    let begun = kit.ok("wpp_create", serde_json::json!({ "attempt": kit.press() })).await;
    kit.scan(&begun).await;
    kit.pass(60);
    row(kit).await
}

async fn row(kit: &Kit) -> Session {
    kit.world.connect.list(&kit.admin).await.unwrap().remove(0)
}

fn page_of(session: &Session) -> String {
    format!("/sessions/{}", session.id)
}

/// The platform sends an event, which is believed.
async fn told(kit: &Kit, session: &Session, body: &str) -> StatusCode {
    let path = format!("/functions/v1/wpp-webhook?key={}", session.webhook_key.expose());
    let status = kit.answer(request(Method::POST, &path, "").body(Body::from(body.to_owned())).unwrap()).await.status;
    kit.world.settled().await;
    status
}

/// The numbers of the session's events, the newest first.
async fn numbers(kit: &Kit, session: &Session) -> Vec<i64> {
    let events = kit.world.store.events_of(session.id, None, 1_000).await.unwrap();
    events.iter().map(|event| event.number).collect()
}

fn replay_of(session: &Session, number: i64) -> String {
    format!("{}/events/{number}/replay", page_of(session))
}

/// What is shown, without tags, in one line.
fn text(html: &str) -> String {
    let words: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of the table in the part with this id, as text.
fn lines(answer: &Answer, part: &str) -> Vec<String> {
    let part = answer.body.split(&format!("id=\"{part}\"")).nth(1).unwrap().split("</section>").next().unwrap();
    let bodies = part.split("<tbody").skip(1).map(|body| body.split("</tbody>").next().unwrap());
    bodies.flat_map(|body| body.split("<tr").skip(1)).map(|line| text(&format!("<{line}"))).collect()
}

/// What is said of what has just been done.
fn note(answer: &Answer) -> Option<String> {
    let note = answer.body.split("role=\"status\"").nth(1)?;
    Some(text(note.split_once('>')?.1.split("</p>").next()?))
}

fn loads_no_script(page: &Answer) -> bool {
    !page.body.contains("wpp-panel.js") && !page.body.contains("wpp-panel.wasm") && !page.body.contains("leptos-island")
}

#[tokio::test]
async fn nobody_is_sent_to_the_sign_in_page() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    let page = page_of(&session);
    assert_eq!(get(&kit, "", &page).await.leads_to(), format!("/login?next={page}"));
    for path in [format!("{page}/webhook-key"), replay_of(&session, 1)] {
        assert_eq!(post(&kit, "", &path, &[]).await.leads_to(), "/login");
    }
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key);
}

#[tokio::test]
async fn what_is_foreign_or_unknown_does_not_exist() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    assert_eq!(told(&kit, &session, r#"{"id":"evt_1","type":"connected"}"#).await, 200);
    let number = numbers(&kit, &session).await[0];
    let stranger = kit.cookie_of(&kit.world.admin().await).await;
    let nobody = format!("/sessions/{}", kit.world.press());
    for (cookie, page) in
        [(&stranger, page_of(&session)), (&kit.cookie, nobody), (&kit.cookie, "/sessions/x".to_owned())]
    {
        assert_eq!(get(&kit, cookie, &page).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(get(&kit, cookie, &format!("{page}/webhook-key")).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(
            post(&kit, cookie, &format!("{page}/webhook-key"), &[]).await.status,
            StatusCode::NOT_FOUND,
            "{page}"
        );
        let replay = format!("{page}/events/{number}/replay");
        assert_eq!(post(&kit, cookie, &replay, &[]).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    for event in ["0", "x", "99999999999999999999", &(number + 1_000).to_string()] {
        let replay = format!("{}/events/{event}/replay", page_of(&session));
        assert_eq!(post(&kit, &kit.cookie, &replay, &[]).await.status, StatusCode::NOT_FOUND, "{event}");
    }
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key);
}

#[tokio::test]
async fn lesson_18_a_member_reads_and_changes_nothing() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    assert_eq!(told(&kit, &session, r#"{"id":"evt_mark","type":"logout"}"#).await, 200);
    let member = kit.cookie_of(&kit.world.person(kit.admin.organization, Role::Member).await).await;
    let page = get(&kit, &member, &page_of(&session)).await;
    assert_eq!(page.status, StatusCode::OK);
    for word in ["История", "События платформы", "evt_mark", "Вышли на телефоне"]
    {
        assert!(page.body.contains(word), "{word}");
    }
    assert!(loads_no_script(&page));
    let main = page.body.split("<main").nth(1).unwrap();
    for word in ["<form", "Обработать", "Ключ webhook"] {
        assert!(!main.contains(word), "{word}");
    }
    assert_eq!(main.matches("<button").count(), main.matches("data-copy=\"").count(), "copying is all that there is");
    let number = numbers(&kit, &session).await[0];
    let ask = format!("{}/webhook-key", page_of(&session));
    assert_eq!(get(&kit, &member, &ask).await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&kit, &member, &ask, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&kit, &member, &replay_of(&session, number), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key);
}

/// A neighbour on the same domain posts in somebody's name.
#[tokio::test]
async fn what_comes_from_elsewhere_changes_nothing() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    assert_eq!(told(&kit, &session, r#"{"id":"evt_1","type":"connected"}"#).await, 200);
    let replay = replay_of(&session, numbers(&kit, &session).await[0]);
    for path in [format!("{}/webhook-key", page_of(&session)), replay] {
        let request = form(&path, &kit.cookie).header("sec-fetch-site", "same-site").body(Body::empty()).unwrap();
        assert_eq!(kit.answer(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key);
}

#[tokio::test]
async fn the_page_says_what_is_known_and_how_without_asking_the_gateway() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    kit.world.sim.clear_calls();
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    assert!(kit.world.is_unasked());
    let known = text(page.body.split("class=\"known\"").nth(1).unwrap().split("</section>").next().unwrap());
    let (number, phone) = (session.account.unwrap(), session.live.phone.unwrap());
    for fact in [
        format!("Телефон{phone}"),
        format!("Session{number}"),
        "Слово платформыconnected".to_owned(),
        "Провереноответ на наш запрос, 1 мин назад 15 янв. 2027, 08:0".to_owned(),
        "Шлюзотвечает, спрашивали 1 мин назад".to_owned(),
        "Создано1 мин назад".to_owned(),
        "Впервые подключено1 мин назад".to_owned(),
    ] {
        assert!(known.contains(&fact), "{fact}: {known}");
    }
    assert!(known.contains("API Key") && known.contains("••••••"), "{known}");
    let secret = session.webhook_key;
    assert!(!page.body.contains(secret.expose()), "the webhook key is shown to nobody");
    assert!(page.body.contains("<h1>WhatsApp</h1>") && page.body.contains("class=\"badge ok\""));
    assert!(page.body.contains("<title>WhatsApp · wpp-panel</title>"));
    assert!(loads_no_script(&page));
}

/// Lesson 8: the last known state stays readable, and since when there is nothing newer.
#[tokio::test]
async fn lesson_08_a_gateway_that_is_silent_is_said_beside_the_last_known_state() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    kit.world.sim.down();
    kit.ok("list_integrations", serde_json::json!({ "force": true })).await;
    kit.clock.advance(Duration::from_secs(180));
    let page = text(&get(&kit, &kit.cookie, &page_of(&session)).await.body);
    for words in ["Шлюз недоступен", "Последнее известноеПодключено", "Шлюзне отвечает, началось 3 мин назад"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test]
async fn the_history_says_from_what_to_what_and_by_what() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    assert_eq!(told(&kit, &session, r#"{"id":"evt_1","type":"logout"}"#).await, 200);
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    let lines = lines(&page, "history");
    assert!(lines[0].contains("Подключено → Вышли на телефоне"), "{lines:?}");
    assert!(lines[0].ends_with("сообщила платформаlogout"), "{lines:?}");
    let up = lines.iter().find(|line| line.contains("→ Подключено")).unwrap();
    assert!(up.starts_with("1 мин назад") && up.ends_with("ответ на наш запросconnected"), "{up}");
    let first = lines.last().unwrap();
    assert!(first.contains("запись создана → Связываем…подключение—"), "{lines:?}");
}

#[tokio::test]
async fn a_long_history_keeps_the_rest_of_the_page_near_and_ends_at_a_hundred() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    for count in 0..120 {
        let kind = if count % 2 == 0 { "logout" } else { "connected" };
        assert_eq!(told(&kit, &session, &format!(r#"{{"type":"{kind}"}}"#)).await, 200);
        kit.clock.advance(Duration::from_secs(1));
    }
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    assert_eq!(lines(&page, "history").len(), 100);
    let in_sight = page.body.split("<details").next().unwrap().matches("class=\"change\"").count();
    assert_eq!((in_sight, page.body.contains("Показать ещё 90")), (10, true));
    // a day later how long ago it was says nothing, and the date is there still
    kit.clock.advance(Duration::from_secs(2 * 86_400));
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    assert!(lines(&page, "history")[0].starts_with("15 янв. 2027, 08:"), "{:?}", lines(&page, "history")[0]);
    assert!(page.body.contains("<time datetime=\"2027-01-15T08:"));
}

#[tokio::test]
async fn a_session_without_news_says_so() {
    let kit = Kit::new(true).await;
    let session = kit.world.adopted(&kit.admin, "1000000000042", "key-of-the-crm", "http://127.0.0.1:9/crm").await;
    let page = text(&get(&kit, &kit.cookie, &page_of(&session)).await.body);
    for words in ["Состояние ещё не менялось.", "Событий ещё не было.", "ещё не проверено", "Шлюзещё не спрашивали"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
}

/// Whatever comes with a valid key is text, and a message's words are not kept at all.
#[tokio::test]
async fn events_are_shown_as_they_were_called_and_without_what_was_written() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    for body in [
        r#"{"id":"evt_<i>","type":"<script>alert(1)</script>","data":{}}"#,
        r#"{"id":"evt_message","type":"chat","created":1700000000,"data":{"text":"MARK","from":"+79851234567"}}"#,
        r#"{"data":{}}"#,
    ] {
        assert_eq!(told(&kit, &session, body).await, 200, "{body}");
    }
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    assert!(!page.body.contains("<script>alert") && !page.body.contains("evt_<i>"), "{}", page.body);
    assert!(!page.body.contains("MARK") && !page.body.contains("7985"));
    let [untyped, message, odd] = &lines(&page, "events")[..] else { panic!("three events") };
    assert!(untyped.contains("без типа") && untyped.ends_with("принято"), "{untyped}");
    assert!(message.contains("у платформы: 14 нояб. 2023, 22:13:20 UTC"), "{message}");
    assert!(message.contains("chat evt_message"), "{message}");
    assert!(odd.contains("&lt;script&gt;alert(1)&lt;/script&gt; evt_&lt;i&gt;"), "{odd}");
    assert!(!odd.contains("у платформы"), "its own time was not told");
    assert!(!page.body.contains("Обработать ещё раз"), "none of them may change anything");
}

#[tokio::test]
async fn events_come_fifty_to_a_page() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    for count in 1..=101 {
        assert_eq!(told(&kit, &session, &format!(r#"{{"type":"kind-{count}"}}"#)).await, 200);
    }
    let all = numbers(&kit, &session).await;
    let own = page_of(&session);
    for (path, first, last, newest, earlier) in [
        (own.clone(), "kind-101", "kind-52", false, Some(all[49])),
        (format!("{own}?before=none"), "kind-101", "kind-52", false, Some(all[49])),
        (format!("{own}?before={}", all[49]), "kind-51", "kind-2", true, Some(all[99])),
        (format!("{own}?before={}", all[99]), "kind-1", "kind-1", true, None),
    ] {
        let page = get(&kit, &kit.cookie, &path).await;
        let lines = lines(&page, "events");
        assert!(lines.first().unwrap().contains(first) && lines.last().unwrap().contains(last), "{path}: {lines:?}");
        assert_eq!(page.body.contains(&format!("href=\"{own}#events\"")), newest, "{path}");
        let links: Vec<_> = page.tags("a").into_iter().filter(|link| link.contains("?before=")).collect();
        match earlier {
            Some(number) => assert!(links[0].contains(&format!("{own}?before={number}#events")), "{path}: {links:?}"),
            None => assert!(links.is_empty(), "{path}: {links:?}"),
        }
    }
    let page = get(&kit, &kit.cookie, &format!("{own}?before={}", all[100])).await;
    assert!(page.body.contains("Более ранних событий нет.") && page.body.contains("К новым"));
}

#[tokio::test]
async fn an_event_that_is_taken_up_again_is_believed_again_and_the_page_says_so_for_a_while() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    assert_eq!(told(&kit, &session, r#"{"id":"evt_1","type":"logout"}"#).await, 200);
    kit.pass(4);
    assert_eq!(kit.world.connect.confirm().await, 1);
    let shown = async |kit: &Kit| row(kit).await.live.lifecycle.shown(kit.world.connect.now());
    assert_eq!(shown(&kit).await, SessionState::Connected, "it was not true");
    let number = numbers(&kit, &session).await[0];
    let before = format!("{}", number + 1);
    let answer = post(&kit, &kit.cookie, &replay_of(&session, number), &[("before", &before)]).await;
    let path = answer.leads_to();
    assert!(path.ends_with(&format!("&before={before}#events")), "the same page of events: {path}");
    assert_eq!(shown(&kit).await, SessionState::LoggedOut);
    let page = get(&kit, &kit.cookie, path).await;
    let done = "Событие обработано ещё раз; шлюз спросим в ближайшие секунды.";
    assert_eq!(note(&page).as_deref(), Some(done));
    assert!(lines(&page, "history")[0].contains("Подключено → Вышли на телефоне"));
    kit.pass(4);
    assert_eq!(kit.world.connect.confirm().await, 1, "and the gateway is asked");
    kit.pass(60);
    assert_eq!(note(&get(&kit, &kit.cookie, path).await), None, "an address is kept, and opened again");
}

/// Lesson 23: whether an event was processed could not be seen anywhere.
#[tokio::test]
async fn lesson_23_what_became_of_an_event_is_on_the_page_and_what_was_given_up_can_be_passed_on_again() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    let receiver = Receiver::start().await;
    let forwarding = kit.world.connect.pass_events_on();
    let step = async |forwarding: &Forwarding| {
        let address = Arc::new(HttpReceiver::new(&Secret::new(receiver.url.clone())).unwrap());
        let (store, clock) = (kit.world.store.clone(), kit.clock.clone());
        let stop = CancellationToken::new();
        Forwarder::new(store, address, clock, forwarding.clone(), stop).step().await.unwrap()
    };
    let fate = async || lines(&get(&kit, &kit.cookie, &page_of(&session)).await, "events").remove(0);
    assert_eq!(told(&kit, &session, r#"{"id":"evt_1","type":"chat","data":{"text":"MARK"}}"#).await, 200);
    assert!(fate().await.ends_with("ждёт передачи"), "{}", fate().await);
    receiver.answers(|_| Reply::Status(503));
    step(&forwarding).await;
    assert!(fate().await.ends_with("ждёт передачи (попыток: 1): CRM ответила 503"), "{}", fate().await);
    kit.clock.advance(Duration::from_secs(2));
    receiver.answers(|_| Reply::Status(422));
    step(&forwarding).await;
    assert!(fate().await.contains("не передано: CRM ответила 422Обработать ещё раз"), "{}", fate().await);

    let replay = replay_of(&session, numbers(&kit, &session).await[0]);
    let answer = post(&kit, &kit.cookie, &replay, &[]).await;
    let page = get(&kit, &kit.cookie, answer.leads_to()).await;
    assert_eq!(note(&page).as_deref(), Some("Событие ждёт передачи."));
    receiver.answers(|_| Reply::Status(200));
    step(&forwarding).await;
    assert!(fate().await.ends_with("передано"), "{}", fate().await);
    let page = get(&kit, &kit.cookie, answer.leads_to()).await;
    assert_eq!(note(&page).as_deref(), Some("Событие передано."), "as it is by now");
    assert!(!page.body.contains("MARK"));

    // somebody presses a button of a page from before
    let answer = post(&kit, &kit.cookie, &replay, &[]).await;
    let page = get(&kit, &kit.cookie, answer.leads_to()).await;
    assert_eq!(note(&page).as_deref(), Some("С этим событием больше нечего делать."));
}

#[tokio::test]
async fn the_webhook_key_is_changed_after_a_question_and_the_old_one_goes_on_for_ten_minutes() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    let ask = format!("{}/webhook-key", page_of(&session));
    let question = get(&kit, &kit.cookie, &ask).await;
    assert!(question.body.contains("<dialog open") && question.body.contains("Старый действует ещё 10 минут"));
    assert!(loads_no_script(&question));
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key, "a question changes nothing");

    let answer = post(&kit, &kit.cookie, &ask, &[]).await;
    let path = answer.leads_to();
    assert!(path.starts_with(&page_of(&session)) && path.ends_with("#webhook-key"), "{path}");
    let done = "Ключ сменён. Старый действует 10 минут после смены.";
    assert_eq!(note(&get(&kit, &kit.cookie, path).await).as_deref(), Some(done));
    let changed = row(&kit).await;
    assert_ne!(changed.webhook_key, session.webhook_key);
    kit.clock.advance(Duration::from_secs(599));
    for session in [&session, &changed] {
        assert_eq!(told(&kit, session, r#"{"type":"connected"}"#).await, 200);
    }
    kit.clock.advance(Duration::from_secs(1));
    assert_eq!(told(&kit, &session, r#"{"type":"connected"}"#).await, 401);
    assert_eq!(told(&kit, &changed, r#"{"type":"connected"}"#).await, 200);
    assert_eq!(note(&get(&kit, &kit.cookie, path).await), None);
}

#[tokio::test]
async fn a_platform_that_has_not_taken_the_new_key_is_said_as_long_as_it_is_so() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    kit.world.sim.down();
    let answer = post(&kit, &kit.cookie, &format!("{}/webhook-key", page_of(&session)), &[]).await;
    kit.clock.advance(Duration::from_secs(3_600));
    for path in [answer.leads_to(), &page_of(&session)] {
        let note = note(&get(&kit, &kit.cookie, path).await).unwrap();
        assert!(note.starts_with("Платформа ещё не приняла новый ключ; пока действуют оба"), "{note}");
    }
    kit.world.sim.up();
    assert_eq!(kit.world.connect.tell_webhook_keys().await.unwrap(), 1);
    assert_eq!(note(&get(&kit, &kit.cookie, &page_of(&session)).await), None);
}

#[tokio::test]
async fn the_key_that_the_crm_made_has_no_button() {
    let kit = Kit::new(true).await;
    let session = kit.world.adopted(&kit.admin, "1000000000042", "key-of-the-crm", "http://127.0.0.1:9/crm").await;
    let page = get(&kit, &kit.cookie, &page_of(&session)).await;
    assert!(page.body.contains("Ключ этого подключения создала CRM") && !page.body.contains("Сменить ключ webhook"));
    let ask = format!("{}/webhook-key", page_of(&session));
    assert_eq!(get(&kit, &kit.cookie, &ask).await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&kit, &kit.cookie, &ask, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(row(&kit).await.webhook_key, session.webhook_key);
}

/// Whatever somebody calls a session, it is text, in the title too.
#[tokio::test]
async fn a_name_is_text_and_nothing_else() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    let name = "</title><img src=x onerror=alert(1)>\"'&";
    kit.ok("wpp_rename", serde_json::json!({ "id": session.id, "name": name })).await;
    for path in [page_of(&session), format!("{}/webhook-key", page_of(&session))] {
        let page = get(&kit, &kit.cookie, &path).await;
        assert!(!page.body.contains("<img"), "{path}");
        assert!(page.body.contains("&lt;/title&gt;&lt;img src=x"), "{path}");
    }
}

#[tokio::test]
async fn the_card_leads_to_the_page_for_everybody() {
    let kit = Kit::new(true).await;
    let session = connected(&kit).await;
    let member = kit.cookie_of(&kit.world.person(kit.admin.organization, Role::Member).await).await;
    for cookie in [&kit.cookie, &member] {
        let page = kit.page(cookie).await;
        let card = page.body.split("<article").nth(1).unwrap();
        let link = card.split(&format!("href=\"{}\">", page_of(&session))).nth(1).unwrap();
        assert_eq!(text(link.split("</a>").next().unwrap()), session.name);
    }
}
