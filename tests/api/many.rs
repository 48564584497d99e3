//! The table of all sessions, what is done to several of them, and what is done to one on its page.

use axum::{body::Body, http::Method};
use serde_json::json;
use wpp_panel::{
    connect::ports::Session,
    domain::{actor::Role, name::SessionName, state::SessionState},
    sim::{Call, Fault, Scan},
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{encode, form, request},
};

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    let path = path.split('#').next().unwrap();
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

/// A connected session of this name.
async fn connected(kit: &Kit, name: &str, phone: &str) -> Session {
    let made = kit.ok("wpp_create", json!({ "attempt": kit.press() })).await;
    let number = made["account"].as_str().unwrap().to_owned();
    let scan = Scan { link_ms: Some(0), phone: Some(phone.to_owned()) };
    kit.world.sim.scan(&number, scan).unwrap();
    kit.pass(4);
    kit.ok("wpp_status", json!({ "id": made["id"], "has": 0 })).await;
    let id = made["id"].as_str().unwrap().parse().unwrap();
    kit.world.connect.rename(&kit.admin, id, &SessionName::parse(name).unwrap()).await.unwrap();
    row(kit, name).await
}

async fn row(kit: &Kit, name: &str) -> Session {
    let sessions = kit.world.connect.list(&kit.admin).await.unwrap();
    sessions.into_iter().find(|session| session.name == name).unwrap()
}

/// The names in the table, in its order.
fn names(page: &Answer) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.body);
    let rows = page.body.split("role=\"rowheader\"").skip(1);
    rows.map(|row| row.split("\">").nth(1).unwrap().split("</a>").next().unwrap().to_owned()).collect()
}

/// What each line of the results says, by name.
fn results(page: &Answer) -> Vec<(String, String)> {
    assert_eq!(page.status, 200, "{}", page.body);
    let list = page.body.split("<ol").nth(1).unwrap().split("</ol>").next().unwrap();
    let lines = list.split("<li>").skip(1).map(|line| {
        let name = line.split("\">").nth(1).unwrap().split("</a>").next().unwrap();
        let said = line.split("<span class=\"badge ").nth(1).unwrap().split_once("\">").unwrap().1;
        (name.to_owned(), said.split("</span>").next().unwrap().to_owned())
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

fn said(name: &str, what: &str) -> (String, String) {
    (name.to_owned(), what.to_owned())
}

async fn three(kit: &Kit) -> [Session; 3] {
    let b = connected(kit, "Бухгалтерия", "79990000001").await;
    let a = connected(kit, "Аптека", "79990000002").await;
    let v = connected(kit, "Вахта", "78120000003").await;
    [b, a, v]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_searched_for_and_in_which_order_stands_in_the_address() {
    let kit = Kit::new(true).await;
    let [_, down, _] = three(&kit).await;
    let table = async |query: &str| get(&kit, &kit.cookie, &format!("/sessions{query}")).await;
    assert_eq!(names(&table("").await), ["Бухгалтерия", "Аптека", "Вахта"], "the primary one first, then by age");
    assert_eq!(names(&table("?sort=name").await), ["Аптека", "Бухгалтерия", "Вахта"]);
    assert_eq!(names(&table("?sort=-name").await), ["Вахта", "Бухгалтерия", "Аптека"]);
    assert_eq!(names(&table("?sort=nonsense&page=99&state=nonsense").await).len(), 3);
    for (query, found) in [
        ("%D0%90%D0%9F%D0%A2", vec!["Аптека"]),
        ("%2B7+(999)+000-00-0", vec!["Бухгалтерия", "Аптека"]),
        ("8120000003", vec!["Вахта"]),
        ("%3Cscript%3E", vec![]),
    ] {
        let page = table(&format!("?q={query}")).await;
        assert_eq!(names(&page), found, "{query}");
        assert!(page.body.contains(&format!("Найдено {} из 3", found.len())) && !page.body.contains("<script>\""));
    }
    let number = down.account.as_ref().unwrap().as_str();
    assert_eq!(names(&table(&format!("?q={number}")).await), ["Аптека"]);

    kit.world.sim.unlink(number).unwrap();
    for _ in 0..3 {
        kit.pass(4);
        kit.ok("wpp_status", json!({ "id": down.id, "has": 0 })).await;
    }
    assert_eq!(names(&table("?state=code").await), ["Аптека"]);
    assert_eq!(names(&table("?state=connected&sort=name").await), ["Бухгалтерия", "Вахта"]);
    assert_eq!(names(&table("?state=other").await), [""; 0]);
    assert_eq!(names(&table("?sort=-state").await)[0], "Аптека");
    // an order keeps what is searched for, and turns round
    let page = table("?state=connected&sort=name&q=%D0%B2").await;
    assert!(page.body.contains("href=\"/sessions?q=%D0%B2&amp;state=connected&amp;sort=-name\""), "{}", page.body);
    assert!(get(&kit, &kit.cookie, "/").await.body.contains("href=\"/sessions\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_are_switched_off_and_on_and_stay_linked() {
    let kit = Kit::new(true).await;
    let [one, two, _] = three(&kit).await;
    let (first, second) = (one.id.to_string(), two.id.to_string());
    let off = [("act", "disable"), ("id", first.as_str()), ("id", second.as_str()), ("id", first.as_str())];
    let page = post(&kit, &kit.cookie, "/sessions", &off).await;
    assert_eq!(results(&page), [said("Аптека", "Выключено"), said("Бухгалтерия", "Выключено")]);
    assert!(page.body.contains("Готово: 2. Не удалось: 0."), "{}", page.body);
    assert!(!row(&kit, "Аптека").await.is_enabled && row(&kit, "Вахта").await.is_enabled);
    assert_eq!(row(&kit, "Аптека").await.live.lifecycle.state, SessionState::Connected, "it stays linked");
    assert!(kit.world.sim.account(one.account.as_ref().unwrap().as_str()).is_some());

    let page = post(&kit, &kit.cookie, "/sessions", &[("act", "disable"), ("all", "yes"), ("state", "off")]).await;
    assert_eq!(results(&page), [said("Аптека", "Уже было выключено"), said("Бухгалтерия", "Уже было выключено")]);
    let table = get(&kit, &kit.cookie, "/sessions?state=off").await;
    assert_eq!(names(&table), ["Бухгалтерия", "Аптека"]);
    assert_eq!(table.body.matches(">Выключено</span>").count(), 2);

    let page = post(&kit, &kit.cookie, "/sessions", &[("act", "enable"), ("all", "yes")]).await;
    let lines = [said("Аптека", "Включено"), said("Бухгалтерия", "Включено"), said("Вахта", "Уже было включено")];
    assert_eq!(results(&page), lines);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_fails_does_not_spoil_the_others() {
    let kit = Kit::new(true).await;
    let [one, two, _] = three(&kit).await;
    kit.pass(60);
    let number = one.account.as_ref().unwrap().to_string();
    let fault = Fault { number: Some(number), times: 10, ..Fault::status(500).on(Call::Status) };
    kit.world.sim.fail(fault).unwrap();
    let (first, second) = (one.id.to_string(), two.id.to_string());
    let nobody = uuid::Uuid::nil().to_string();
    let fields = [("act", "check"), ("id", &first), ("id", &second), ("id", &nobody), ("id", "none")];
    let page = post(&kit, &kit.cookie, "/sessions", &fields).await;
    let lines = [
        said(&nobody, "Такого подключения уже нет"),
        said("Аптека", "Подключено"),
        said("Бухгалтерия", "Шлюз недоступен"),
    ];
    assert_eq!(results(&page), lines);
    assert!(page.body.contains("Готово: 2. Не удалось: 1."), "{}", page.body);
    assert!(page.body.contains("</main>") && page.body.contains("</html>"), "the page is a whole one");
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_are_disconnected_after_a_question() {
    let kit = Kit::new(true).await;
    let [one, ..] = three(&kit).await;
    let all = [("act", "disconnect"), ("all", "yes"), ("q", "а"), ("state", "connected")];
    let page = post(&kit, &kit.cookie, "/sessions", &all).await;
    assert!(page.status == 200 && page.body.contains("Отключить 3 подключения?"), "{}", page.body);
    assert!(
        page.body.contains("<li>Аптека</li>") && page.body.contains("href=\"/sessions?q=%D0%B0&amp;state=connected\"")
    );
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap().len(), 3, "asking does nothing");

    let first = one.id.to_string();
    let sure = [("act", "disconnect"), ("sure", "yes"), ("id", first.as_str())];
    assert_eq!(results(&post(&kit, &kit.cookie, "/sessions", &sure).await), [said("Бухгалтерия", "Отключено")]);
    assert_eq!(kit.world.connect.list(&kit.admin).await.unwrap().len(), 2);
    let again = post(&kit, &kit.cookie, "/sessions", &sure).await;
    assert_eq!(results(&again), [said(&first, "Такого подключения уже нет")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_sense_is_said() {
    let kit = Kit::new(true).await;
    three(&kit).await;
    let nothing = post(&kit, &kit.cookie, "/sessions", &[("act", "enable"), ("q", "ап"), ("sort", "-name")]).await;
    assert_eq!(nothing.status, 303);
    let back = nothing.headers["location"].to_str().unwrap();
    assert_eq!(back, "/sessions?q=%D0%B0%D0%BF&sort=-name&done=nothing");
    assert!(get(&kit, &kit.cookie, back).await.body.contains("Отметьте подключения"));
    assert_eq!(post(&kit, &kit.cookie, "/sessions", &[("act", "explode"), ("all", "yes")]).await.status, 400);
    let empty = Kit::new(true).await;
    let page = get(&empty, &empty.cookie, "/sessions").await;
    assert!(page.body.contains("Подключений пока нет") && !page.body.contains("<table"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_the_table_and_changes_nothing() {
    let kit = Kit::new(true).await;
    let [one, ..] = three(&kit).await;
    let member = kit.cookie_of(&kit.world.person(kit.admin.organization, Role::Member).await).await;
    let page = get(&kit, &member, "/sessions").await;
    assert_eq!(names(&page).len(), 3);
    assert!(!page.body.contains("checkbox") && !page.body.contains("method=\"post\" action=\"/sessions\""));
    assert_eq!(post(&kit, &member, "/sessions", &[("act", "disable"), ("all", "yes")]).await.status, 403);
    let manage = format!("/sessions/{}/manage", one.id);
    assert_eq!(post(&kit, &member, &manage, &[("act", "disable")]).await.status, 403);
    assert!(!get(&kit, &member, &format!("/sessions/{}", one.id)).await.body.contains("/manage"));
    assert!(row(&kit, "Бухгалтерия").await.is_enabled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_is_managed_on_its_page() {
    let kit = Kit::new(true).await;
    let [_, two, _] = three(&kit).await;
    let path = format!("/sessions/{}", two.id);
    let done = async |fields: &[(&str, &str)]| {
        let answer = post(&kit, &kit.cookie, &format!("{path}/manage"), fields).await;
        assert_eq!(answer.status, 303, "{fields:?}: {}", answer.body);
        let to = answer.headers["location"].to_str().unwrap().to_owned();
        assert!(to.ends_with("#manage"), "{to}");
        get(&kit, &kit.cookie, &to).await.body
    };
    assert!(done(&[("act", "primary")]).await.contains("Теперь это основное подключение."));
    assert!(row(&kit, "Аптека").await.is_primary && !row(&kit, "Бухгалтерия").await.is_primary, "there is one");
    assert!(get(&kit, &kit.cookie, "/").await.body.contains("Основное"));
    let off = done(&[("act", "disable")]).await;
    assert!(off.contains("Сейчас выключено") && off.contains("value=\"enable\"") && !off.contains("value=\"disable\""));
    assert!(done(&[("act", "enable")]).await.contains("Включено"));
    assert!(done(&[("act", "rename"), ("name", " Аптека 2 ")]).await.contains("Название сохранено."));
    let started = done(&[("act", "reconnect")]).await;
    assert!(started.contains("Запущено. Состояние: Подключено."), "{started}");

    let bad = post(&kit, &kit.cookie, &format!("{path}/manage"), &[("act", "rename"), ("name", " ")]).await;
    assert!(bad.status == 422 && bad.body.contains("от 1 до 60 знаков"), "{}", bad.body);
    assert_eq!(row(&kit, "Аптека 2").await.id, two.id);
    assert_eq!(post(&kit, &kit.cookie, &format!("{path}/manage"), &[("act", "explode")]).await.status, 400);
    let from_list = post(&kit, &kit.cookie, &format!("{path}/manage"), &[("act", "disable"), ("from", "list")]).await;
    assert_eq!(from_list.headers["location"], "/");

    kit.world.sim.unlink(two.account.as_ref().unwrap().as_str()).unwrap();
    for _ in 0..3 {
        kit.pass(4);
        kit.ok("wpp_status", json!({ "id": two.id, "has": 0 })).await;
    }
    let started = done(&[("act", "reconnect")]).await;
    assert!(started.contains("Код можно отсканировать на главной странице."), "{started}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_closes_the_page_stops_nothing() {
    let kit = Kit::new(true).await;
    three(&kit).await;
    let request = form("/sessions", &kit.cookie).header("sec-fetch-site", "same-origin");
    let answer = kit.raw(request.body(encode(&[("act", "disable"), ("all", "yes")])).unwrap()).await;
    assert_eq!(answer.status(), 200);
    drop(answer);
    let all_off = async {
        while kit.world.connect.list(&kit.admin).await.unwrap().iter().any(|session| session.is_enabled) {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), all_off).await.unwrap();
}
